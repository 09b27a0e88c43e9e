import type { Labels } from '../alert/labels.ts';
import type { Annotations } from '../alert/signal.ts';

/** Characters of a label's value that are kept. */
const MAX_LABEL_VALUE = 1024;
/** Characters of an annotation's value that are kept. */
const MAX_ANNOTATION_VALUE = 4096;
/** Labels of one signal that are kept. */
const MAX_LABELS = 64;

const MAX_NAME = 255;
/** How far back from the limit a space is looked for. */
const WORD_REACH = 40;

/** Cuts a text to at most `max` characters, between words where there is one near, with an ellipsis. */
function cut(text: string, max: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= max) return whole;
  const head = whole.slice(0, max - 1);
  const space = head.lastIndexOf(' ');
  const kept = space > head.length - WORD_REACH && space > 0 ? head.slice(0, space) : head;
  return `${withoutHalfCharacter(kept).trimEnd()}…`;
}

function withoutHalfCharacter(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1);
}

/** The first words of a text, in one line. */
export function firstWords(text: string, max: number): string {
  // Ten times the need is enough to collapse white space in; the rest need not be walked through.
  return cut(
    text
      .slice(0, max * 10)
      .replace(/\s+/gu, ' ')
      .trim(),
    max,
  );
}

/**
 * Labels within the limits. Of a name that comes twice the first value stays, so whoever lists the
 * identifying ones first can't have them overwritten by a dimension; beyond the limit the last fall
 * off. Empty names and values are left out, and so is `__proto__`, which is no key on a plain object.
 */
export function boundedLabels(pairs: Iterable<readonly [string, string | undefined]>): Labels {
  return bounded(pairs, (value) => cut(value, MAX_LABEL_VALUE));
}

/** Annotations within the limits; what is empty or unknown is left out. */
export function boundedAnnotations(
  pairs: Iterable<readonly [string, string | undefined]>,
): Annotations {
  return bounded(pairs, (value) => cut(value.trim(), MAX_ANNOTATION_VALUE));
}

/** The first value of each name that is not empty as it is kept, of as many names as are kept. */
function bounded(
  pairs: Iterable<readonly [string, string | undefined]>,
  kept: (value: string) => string,
): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  let count = 0;
  for (const [rawName, value] of pairs) {
    if (value === undefined) continue;
    const name = rawName.toWellFormed().slice(0, MAX_NAME);
    if (name === '' || name === '__proto__' || Object.hasOwn(all, name)) continue;
    const text = kept(value);
    if (text === '') continue;
    all[name] = text;
    count += 1;
    if (count === MAX_LABELS) break;
  }
  return all;
}
