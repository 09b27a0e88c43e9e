import { labelValue, type Labels } from './labels.ts';
import { literalsOf, type Literals } from './literals.ts';
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

/** A matcher that says what a value must look like. */
interface Telling {
  readonly name: string;
  readonly literals: Literals;
}

/** What is filed under the values of one label: positions of items. */
interface Drawer {
  readonly values: Map<string, number[]>;
  /** By their length, then by the prefix. */
  readonly prefixes: Map<number, Map<string, number[]>>;
}

/** The expressions on one label that say nothing of that kind, with the positions of their items. */
interface Inquiry {
  readonly expressions: { readonly position: number; readonly matcher: Matcher }[];
  /** By value: where they hold. */
  readonly answers: Map<string, readonly number[]>;
}

/** Answers are kept for so many values of a label. */
const ANSWERS_KEPT = 10_000;

/**
 * Files each item under what one of its matchers says a value must look like: an `=` matcher or an
 * expression of some values (`a|b`) under these, an expression with a fixed beginning (`web-.*`) under
 * that; of several under the one that the fewest items share. Other expressions are asked once for each
 * value, and their answers remembered. A look-up asks the items filed under the labels it is given, and
 * those that nothing files (a missing label equals the empty value, so that one files nothing).
 */
export function createMatcherIndex<T extends Matched>(items: Iterable<T>): MatcherIndex<T> {
  const list = [...items];
  if (list.length === 0) return { matching: () => [], eachMatching: () => [] };
  const told = list.map(({ matchers }) => matchers.flatMap(tellingOf));
  const shares = countShares(told.flat());
  const drawers = new Map<string, Drawer>();
  const inquiries = new Map<string, Inquiry>();
  const others: number[] = [];
  for (const [position, { matchers }] of list.entries()) {
    const telling = rarest(told[position] ?? [], shares);
    const expression = matchers.find(({ operator }) => operator === '=~');
    if (telling !== undefined) file(position, telling, drawers);
    else if (expression !== undefined) {
      const { expressions } = entry(inquiries, expression.name, newInquiry);
      expressions.push({ position, matcher: expression });
    } else others.push(position);
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
      const drawer = drawers.get(name);
      if (drawer === undefined) continue;
      for (const some of filedUnder(drawer, labelValue(labels, name))) found.push(...some);
    }
    for (const [name, inquiry] of inquiries) {
      found.push(...answersFor(inquiry, labelValue(labels, name), labels));
    }
    if (found.length === 0) return others;
    return [...found, ...others].toSorted((a, b) => a - b);
  }

  return { matching: (labels) => [...eachMatching(labels)], eachMatching };
}

function tellingOf({ name, operator, value }: Matcher): readonly Telling[] {
  if (operator === '=') return value === '' ? [] : [{ name, literals: { values: [value] } }];
  // A severity may be asked for by other words than its own.
  const isTelling = operator === '=~' && name !== 'severity';
  const literals = isTelling ? literalsOf(value) : undefined;
  return literals === undefined ? [] : [{ name, literals }];
}

/** How many matchers there are for each name and value, or beginning. */
function countShares(all: readonly Telling[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of all.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function keysOf({ name, literals }: Telling): readonly string[] {
  return 'prefix' in literals
    ? [JSON.stringify([name, literals.prefix, 'prefix'])]
    : literals.values.map((value) => JSON.stringify([name, value]));
}

function rarest(all: readonly Telling[], shares: ReadonlyMap<string, number>): Telling | undefined {
  if (all.length < 2) return all[0];
  const shareOf = (one: Telling) => Math.max(...keysOf(one).map((key) => shares.get(key) ?? 0));
  return all.map((one) => ({ one, share: shareOf(one) })).toSorted((a, b) => a.share - b.share)[0]
    ?.one;
}

function file(position: number, { name, literals }: Telling, drawers: Map<string, Drawer>): void {
  const { values, prefixes } = entry(drawers, name, newDrawer);
  if ('values' in literals) {
    for (const value of new Set(literals.values)) entry(values, value, newList).push(position);
    return;
  }
  const { prefix } = literals;
  const ofLength = entry(prefixes, prefix.length, () => new Map<string, number[]>());
  entry(ofLength, prefix, newList).push(position);
}

/** The positions filed under what a value looks like. */
function* filedUnder({ values, prefixes }: Drawer, value: string): Generator<readonly number[]> {
  yield values.get(value) ?? [];
  for (const [length, ofLength] of prefixes) yield ofLength.get(value.slice(0, length)) ?? [];
}

function answersFor(
  { expressions, answers }: Inquiry,
  value: string,
  labels: Labels,
): readonly number[] {
  const known = answers.get(value);
  if (known !== undefined) return known;
  const positions = expressions
    .filter(({ matcher }) => matcher.matches(labels))
    .map(({ position }) => position);
  if (answers.size >= ANSWERS_KEPT) answers.clear();
  answers.set(value, positions);
  return positions;
}

function newDrawer(): Drawer {
  return { values: new Map(), prefixes: new Map() };
}

function newInquiry(): Inquiry {
  return { expressions: [], answers: new Map() };
}

function newList(): number[] {
  return [];
}

/** What is kept under a key; made when it is not there yet. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
