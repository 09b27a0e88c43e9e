import { isKnown } from './known.ts';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * How values ran, in a word: `▁▂▅█ ▃`, from the lowest to the highest of them. What is missing, or not
 * finite, is a space; values that are all the same lie at the bottom.
 *
 * @param bottom what lies at the bottom, if not the lowest of them: 0 for counts
 * @param top what lies at the top, if not the highest of them
 */
export function sparkline(
  values: readonly (number | undefined)[],
  bottom = Number.POSITIVE_INFINITY,
  top = Number.NEGATIVE_INFINITY,
): string {
  const known = values.filter(isKnown);
  const low = known.reduce((least, value) => Math.min(least, value), bottom);
  const high = known.reduce((most, value) => Math.max(most, value), top);
  return values
    .map((value) => {
      if (!isKnown(value)) return ' ';
      const share = high === low ? 0 : (value - low) / (high - low);
      return BARS[Math.round(share * (BARS.length - 1))] ?? ' ';
    })
    .join('');
}
