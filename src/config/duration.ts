import { Mistake, quoted } from './mistake.ts';

/** Units of a Prometheus duration in milliseconds, largest first; a year is always 365 days. */
const UNITS = [
  ['y', 365 * 24 * 60 * 60 * 1000],
  ['w', 7 * 24 * 60 * 60 * 1000],
  ['d', 24 * 60 * 60 * 1000],
  ['h', 60 * 60 * 1000],
  ['m', 60 * 1000],
  ['s', 1000],
  ['ms', 1],
] as const;

const PATTERN = new RegExp(`^${UNITS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);

/** Prometheus keeps durations as 64-bit nanoseconds; what doesn't fit there is refused here too. */
const LONGEST = Math.floor(2 ** 63 / 1e6);

const WORDS: ReadonlyMap<string, number> = new Map([
  ...UNITS,
  ...words(1, 'msec', 'msecs', 'millisecond', 'milliseconds'),
  ...words(1000, 'sec', 'secs', 'second', 'seconds'),
  ...words(60_000, 'min', 'mins', 'minute', 'minutes'),
  ...words(3_600_000, 'hr', 'hrs', 'hour', 'hours'),
  ...words(86_400_000, 'day', 'days'),
  ...words(7 * 86_400_000, 'week', 'weeks'),
  ...words(365 * 86_400_000, 'year', 'years'),
]);

function words(milliseconds: number, ...names: readonly string[]): [string, number][] {
  return names.map((name) => [name, milliseconds]);
}

/**
 * Milliseconds of a Prometheus duration: `100ms`, `4s900ms`, `1h30m`, `7d`, `2w`, `1y`, or `0`;
 * units from the largest to the smallest, each at most once, whole numbers.
 *
 * @param examples what a mistake suggests where it can't be told what is meant
 * @throws Mistake that says what to write instead.
 */
export function parseDuration(text: string, examples = '30s, 5m or 1h30m'): number {
  if (text === '0') return 0;
  const parts = text === '' ? null : PATTERN.exec(text);
  if (parts === null) {
    throw new Mistake(`${quoted(text)} is not a duration`, suggestion(text, examples));
  }
  const total = UNITS.reduce(
    (sum, [, size], index) => sum + Number(parts[index + 1] ?? 0) * size,
    0,
  );
  if (total > LONGEST) {
    throw new Mistake(`${quoted(text)} is too long`, 'write a duration of at most 292 years');
  }
  return total;
}

/** A duration in milliseconds as people write it: `90000` is `1m30s`. Whole weeks stay weeks. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  let rest = milliseconds;
  let text = '';
  for (const [unit, size] of UNITS) {
    // As Prometheus prints them: days and longer only where nothing is left over.
    const count = size >= 86_400_000 && rest % size !== 0 ? 0 : Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

function suggestion(text: string, examples: string): string {
  const compact = text.trim();
  if (/^\d+$/.test(compact)) return `write ${compact}s for seconds or ${compact}m for minutes`;
  let total = 0;
  const rest = compact.replaceAll(/(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*/g, (part, count, unit) => {
    const size = WORDS.get(String(unit).toLowerCase());
    if (size === undefined) return part;
    total += Number(count) * size;
    return '';
  });
  const meant = Math.round(total);
  const understood = compact !== '' && rest === '' && meant > 0 && meant <= LONGEST;
  return understood ? `write ${formatDuration(meant)}` : `write a duration such as ${examples}`;
}
