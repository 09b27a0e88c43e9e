import { anyNumber, anyRecord } from '../leniency.ts';

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational', 'untriaged', 'undefined'];

const countsSchema = anyRecord(
  Object.fromEntries(LEVELS.map((level) => [level.toUpperCase(), anyNumber])),
);

const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

/**
 * What the counts of an image scan's findings come to: `10 critical and 2 high vulnerabilities`, the
 * two worst levels that have any, and the worst of them.
 */
export function vulnerabilities(counts: unknown): { text: string; worst: string } {
  const found = countsSchema.parse(counts);
  const levels = LEVELS.flatMap((level) => {
    const count = found[level.toUpperCase()] ?? 0;
    return count > 0 ? [{ level, count }] : [];
  });
  const [worst] = levels;
  if (worst === undefined) return { text: 'no vulnerabilities', worst: 'none' };
  const shown = LIST.format(levels.slice(0, 2).map(({ level, count }) => `${count} ${level}`));
  const noun = levels.length === 1 && worst.count === 1 ? 'vulnerability' : 'vulnerabilities';
  return { text: `${shown} ${noun}`, worst: worst.level };
}
