import type { Comparison, Threshold } from '../alert/threshold.ts';
import { Mistake, quoted } from './mistake.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '>': '>',
  '>=': '>=',
  '≥': '>=',
  '<': '<',
  '<=': '<=',
  '≤': '<=',
};

/**
 * Reads a limit: a comparison and a figure, as in `> 400`, `<= 0.5`.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseThreshold(text: string): Threshold {
  const [, sign = '', figure = ''] =
    /^([<>]=?|[≤≥])\s*([-+]?[\d.]+(?:e[-+]?\d+)?)$/iu.exec(text.trim()) ?? [];
  const comparison = COMPARISONS[sign];
  const value = figure === '' ? Number.NaN : Number(figure);
  if (comparison !== undefined && Number.isFinite(value)) return { comparison, value };
  throw new Mistake(`${quoted(text)} is not a limit`, suggestion(text));
}

/** A figure that came with a unit, or without the side that is past it. */
function suggestion(text: string): string {
  const [, sign = '', figure] = /^([<>]=?|[≤≥])?\s*([-+]?\d+(?:\.\d+)?)/u.exec(text.trim()) ?? [];
  if (figure === undefined) return "write a comparison and a figure, such as '> 400'";
  if (sign !== '') return `write '${COMPARISONS[sign]} ${figure}', in the unit of the metric`;
  return `write '> ${figure}', or '< ${figure}' where less is worse`;
}
