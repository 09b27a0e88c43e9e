import type { CategoryShares } from './report.ts';

type Counts = ReadonlyMap<string, number>;

/** A picture of more shows nothing. */
const MOST_SHOWN = 20;

/** Both by the same categories: those that are frequent on either side, and all others together. */
export function categoryShares(reference: Counts, current: Counts): CategoryShares {
  const [before, now] = [totalOf(reference), totalOf(current)];
  const weightOf = (name: string): number =>
    (reference.get(name) ?? 0) / before + (current.get(name) ?? 0) / now;
  const weighed = unionOf(reference, current)
    .map((name) => ({ name, weight: weightOf(name) }))
    .toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
  const shown = weighed.slice(0, MOST_SHOWN).map(({ name }) => name);
  const rest = weighed.slice(MOST_SHOWN).map(({ name }) => name);
  return {
    categories: shown,
    reference: shown.map((name) => reference.get(name) ?? 0),
    current: shown.map((name) => current.get(name) ?? 0),
    ...(rest.length > 0 && {
      others: {
        categories: rest.length,
        reference: sumOf(reference, rest),
        current: sumOf(current, rest),
      },
    }),
  };
}

/**
 * The largest difference of share that any set of categories has: half the sum of the differences
 * (total variation distance). What the KS statistic is for numbers, and of the same size.
 */
export function totalVariation(reference: Counts, current: Counts): number {
  const [before, now] = [totalOf(reference), totalOf(current)];
  const sum = unionOf(reference, current).reduce(
    (total, name) =>
      total + Math.abs((reference.get(name) ?? 0) / before - (current.get(name) ?? 0) / now),
    0,
  );
  return Math.min(1, sum / 2);
}

export function unionOf(reference: Counts, current: Counts): readonly string[] {
  return [...new Set([...reference.keys(), ...current.keys()])];
}

export function totalOf(counts: Counts): number {
  return counts.values().reduce((total, count) => total + count, 0);
}

function sumOf(counts: Counts, names: readonly string[]): number {
  return names.reduce((total, name) => total + (counts.get(name) ?? 0), 0);
}
