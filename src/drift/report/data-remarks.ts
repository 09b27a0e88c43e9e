import { figureText } from '../../alert/figure.ts';
import { visible } from '../../alert/visible.ts';
import type { CategoricalColumn, Column, NumericColumn } from '../data/column.ts';
import { totalOf } from './categories.ts';
import { SIDE_NAMES, SIDES, type Sides } from './sides.ts';

/** What people should know of numbers before they go by their tests, in a sentence each. */
export function numberRemarks(sides: Sides<NumericColumn>): readonly string[] {
  return [
    ...constantRemark(sides),
    ...singleRemark(sides, ({ values }) => values.length),
    ...sideRemark(sides, 'Infinite values are left out', ({ infinite }) =>
      infinite > 0 ? figureText(infinite, undefined) : undefined,
    ),
    ...sideRemark(sides, 'A uniform sample was tested', (column) =>
      column.isSample ? sampleText(column) : undefined,
    ),
    ...missingRemark(sides),
  ];
}

/** The same of categories. */
export function categoryRemarks(sides: Sides<CategoricalColumn>): readonly string[] {
  return [
    ...overlapRemark(sides),
    ...singleRemark(sides, ({ counts }) => totalOf(counts)),
    ...missingRemark(sides),
  ];
}

function constantRemark({ reference, current }: Sides<NumericColumn>): readonly string[] {
  const [before, now] = [constantOf(reference.values), constantOf(current.values)];
  if (before === undefined || reference.values.length + current.values.length < 3) return [];
  const value = figureText(before, undefined);
  return before === now
    ? [`It is ${value} throughout on both sides.`]
    : [`It is ${value} throughout in ${SIDE_NAMES.reference}.`];
}

function constantOf(values: Float64Array): number | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** A test of a single value finds that it differs from most others, whatever it is. */
function singleRemark<C>(sides: Sides<C>, countOf: (column: C) => number): readonly string[] {
  return SIDES.filter((side) => countOf(sides[side]) === 1).map(
    (side) => `It has a single value in ${SIDE_NAMES[side]}, which says nothing of the others.`,
  );
}

function sampleText({ values, rows, missing, infinite }: NumericColumn): string {
  return `${figureText(values.length, undefined)} of ${figureText(rows - missing - infinite, undefined)} values`;
}

/** From this difference of share on it is told that more, or less, is missing. */
const MISSING_MORE = 0.1;

function missingRemark(sides: Sides<Column>): readonly string[] {
  const shareOf = ({ missing, rows }: Column): number => (rows === 0 ? 0 : missing / rows);
  if (Math.abs(shareOf(sides.reference) - shareOf(sides.current)) < MISSING_MORE) return [];
  return sideRemark(sides, 'Missing', (column) => figureText(100 * shareOf(column), '%', 2));
}

/** Rarer ones come and go. */
const WORTH_NAMING = 0.01;
const MOST_NAMED = 3;

function overlapRemark({ reference, current }: Sides<CategoricalColumn>): readonly string[] {
  const [gone, come] = [onlyIn(reference, current), onlyIn(current, reference)];
  if (come.all.length === current.counts.size) {
    return [`No category is on both sides: ${namesText(gone.all)} became ${namesText(come.all)}.`];
  }
  return [
    ...(come.frequent.length > 0 ? [`New: ${namesText(come.frequent)}.`] : []),
    ...(gone.frequent.length > 0 ? [`Gone: ${namesText(gone.frequent)}.`] : []),
  ];
}

/** The categories of one side that the other does not have, the most frequent first, and those worth naming. */
function onlyIn({ counts }: CategoricalColumn, other: CategoricalColumn) {
  const least = WORTH_NAMING * totalOf(counts);
  const only = [...counts]
    .filter(([name]) => !other.counts.has(name))
    .toSorted(([, a], [, b]) => b - a);
  const frequent = only.filter(([, count]) => count >= least);
  return { all: only.map(([name]) => name), frequent: frequent.map(([name]) => name) };
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => JSON.stringify(shortened(visible(name))));
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39).toWellFormed()}…` : text;
}

/** `Missing: 1 % in the reference, 40 % in the current data.` */
function sideRemark<C>(
  sides: Sides<C>,
  what: string,
  textOf: (column: C) => string | undefined,
): readonly string[] {
  const parts = SIDES.flatMap((side) => {
    const text = textOf(sides[side]);
    return text === undefined ? [] : [`${text} in ${SIDE_NAMES[side]}`];
  });
  return parts.length === 0 ? [] : [`${what}: ${parts.join(', ')}.`];
}
