import { labelValue, type Labels } from './labels.ts';
import { matchesAll, type Matcher } from './matcher.ts';

/** Finds items by their matchers without a look at each of them. */
export interface MatcherIndex<T> {
  /** All items of which every matcher holds, in the items' order. */
  readonly matching: (labels: Labels) => readonly T[];
  /** The same one by one: whoever stops early has no later item looked at. */
  readonly eachMatching: (labels: Labels) => Iterable<T>;
}

interface Matched {
  readonly matchers: readonly Matcher[];
}

/** Values by label name and label value. */
type ByLabel<V> = Map<string, Map<string, V>>;

/**
 * Files each item that has an `=` matcher under that name and value; of several under the one that the
 * fewest items share. A look-up asks the items filed under the labels it is given, and those that no
 * `=` matcher files (a missing label equals the empty value, so that one files nothing).
 */
export function createMatcherIndex<T extends Matched>(items: Iterable<T>): MatcherIndex<T> {
  const list = [...items];
  const frequency = countValues(list);
  const filed: ByLabel<number[]> = new Map();
  const others: number[] = [];
  for (const [position, item] of list.entries()) {
    const key = rarest(exactMatchers(item), frequency);
    if (key === undefined) others.push(position);
    else entry(filed, key, () => []).push(position);
  }

  function* eachMatching(labels: Labels): Generator<T> {
    for (const position of candidates(labels)) {
      const item = list[position];
      if (item !== undefined && matchesAll(item.matchers, labels)) yield item;
    }
  }

  /** Positions of the items to ask, in order. */
  function candidates(labels: Labels): readonly number[] {
    const found: number[] = [];
    for (const name of Object.keys(labels)) {
      for (const position of filed.get(name)?.get(labelValue(labels, name)) ?? []) {
        found.push(position);
      }
    }
    if (found.length === 0) return others;
    return [...found, ...others].toSorted((a, b) => a - b);
  }

  return { matching: (labels) => [...eachMatching(labels)], eachMatching };
}

function exactMatchers({ matchers }: Matched): readonly Matcher[] {
  return matchers.filter(({ operator, value }) => operator === '=' && value !== '');
}

/** How many exact matchers there are for each name and value. */
function countValues(items: readonly Matched[]): ByLabel<{ count: number }> {
  const counts: ByLabel<{ count: number }> = new Map();
  for (const one of items.flatMap(exactMatchers)) {
    entry(counts, one, () => ({ count: 0 })).count += 1;
  }
  return counts;
}

function rarest(
  matchers: readonly Matcher[],
  frequency: ByLabel<{ readonly count: number }>,
): Matcher | undefined {
  const countOf = ({ name, value }: Matcher) => frequency.get(name)?.get(value)?.count ?? 0;
  return matchers.toSorted((a, b) => countOf(a) - countOf(b))[0];
}

/** What is kept for a name and value; made when it is not there yet. */
function entry<V>(map: ByLabel<V>, { name, value }: Matcher, make: () => V): V {
  const values = map.get(name) ?? new Map<string, V>();
  map.set(name, values);
  const found = values.get(value) ?? make();
  values.set(value, found);
  return found;
}
