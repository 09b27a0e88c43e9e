import type { Prediction, Truth } from '../../engine/ports/predictions.ts';

/** Of epoch milliseconds in base 36, up to the year 5138: the script compares them. */
export const AT_DIGITS = 9;

type Said = Omit<Prediction, 'entity' | 'day'>;
type Known = Pick<Truth, 'at' | 'actual'>;

/** A prediction in as few bytes as it takes: when, then the others, ended by the last that is there. */
export function predictionText(prediction: Said): string {
  const { at, probability, version, label, traceId, seconds, loadSeconds } = prediction;
  const rest = [probability, version, label, traceId, seconds, loadSeconds];
  return `${atText(at)}${rest.map((one) => one ?? '').join('\t')}`.trimEnd();
}

/** Written by us alone, so trusted. */
export function predictionIn(text: string): Said {
  const [probability, version = '', label, traceId, seconds, loadSeconds] = text
    .slice(AT_DIGITS)
    .split('\t');
  return {
    at: atIn(text),
    probability: Number(probability),
    version,
    ...(label && { label }),
    ...(traceId && { traceId }),
    ...(seconds && { seconds: Number(seconds) }),
    ...(loadSeconds && { loadSeconds: Number(loadSeconds) }),
  };
}

export function truthText({ at, actual }: Known): string {
  return `${atText(at)}${actual}`;
}

export function truthIn(text: string): Known {
  return { at: atIn(text), actual: text.slice(AT_DIGITS) === '1' ? 1 : 0 };
}

function atText(at: number): string {
  return Math.floor(at).toString(36).padStart(AT_DIGITS, '0');
}

function atIn(text: string): number {
  return Number.parseInt(text.slice(0, AT_DIGITS), 36);
}
