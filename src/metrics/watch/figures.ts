import { canonicalLabels, type Labels } from '../../alert/labels.ts';
import type { Values } from '../arithmetic.ts';
import type { Series } from '../series.ts';
import type { WatchRule } from './rule.ts';

/** A rule's metrics where they have the same labels. */
export interface Figures {
  readonly labels: Labels;
  /** What they were in the period that began then, epoch milliseconds; a gap has no figure. */
  readonly at: (begin: number) => Values;
}

/**
 * Puts the series of a rule's metrics side by side: those with the same labels, and beside each of them
 * those without any. As they were some time before, and summed up, where the rule says so.
 *
 * @param series by the names in the rule's conditions
 */
export function figuresOf(
  rule: WatchRule,
  series: ReadonlyMap<string, readonly Series[]>,
): readonly Figures[] {
  const metrics = [...series].map(([name, all]) => {
    const offset = rule.metrics.get(name)?.offset ?? 0;
    const lookups = all.map((one): [string, Lookup] => [
      canonicalLabels(one.labels ?? {}),
      lookupOf(one, offset, rule),
    ]);
    return { name, lookups: new Map(lookups) };
  });
  const known = new Map(
    [...series.values()].flat().map(({ labels = {} }) => [canonicalLabels(labels), labels]),
  );
  // What has no labels is no series of its own beside those that have.
  if (known.size > 1) known.delete(UNLABELLED);
  return [...known].map(([key, labels]) => ({
    labels,
    at: (begin) =>
      Object.fromEntries(
        metrics.map(({ name, lookups }) => {
          const lookup = lookups.get(key) ?? lookups.get(UNLABELLED);
          return [name, lookup?.(begin)];
        }),
      ),
  }));
}

/** Of whom nothing is known: each period is a gap. */
export function noFigures(labels: Labels): Figures {
  return { labels, at: () => ({}) };
}

export const UNLABELLED = canonicalLabels({});

type Lookup = (begin: number) => number | undefined;

function lookupOf({ points }: Series, offset: number, { summed, period }: WatchRule): Lookup {
  const values = new Map(points.map(({ at, value }) => [at + offset, value]));
  if (summed === 1) return (begin) => values.get(begin);
  return (begin) => {
    const terms = Array.from({ length: summed }, (_, index) => values.get(begin - index * period));
    const there = terms.filter((term) => term !== undefined);
    // Of a count nothing is written down where nothing happened.
    return there.length === 0 ? undefined : there.reduce((sum, term) => sum + term, 0);
  };
}
