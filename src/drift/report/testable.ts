import type { CategoricalColumn, Column, NumericColumn } from '../data/column.ts';
import { SIDE_NAMES, SIDES, type Sides } from './sides.ts';

/** Both sides of a feature as they can be tested, or why they can't be, in a sentence. */
export type Testable =
  | { readonly kind: 'numeric'; readonly sides: Sides<NumericColumn> }
  | { readonly kind: 'categorical'; readonly sides: Sides<CategoricalColumn> }
  | { readonly kind: 'untested'; readonly why: string };

/** Looks whether a feature can be tested: that it is on both sides, has values, and of one kind. */
export function testableOf({ reference, current }: Sides<Column | undefined>): Testable {
  if (reference === undefined) return untested(absentText('reference'));
  if (current === undefined) return untested(absentText('current'));
  for (const side of SIDES) {
    const why = uselessText({ reference, current }[side], SIDE_NAMES[side]);
    if (why !== undefined) return untested(why);
  }
  if (reference.kind === 'numeric' && current.kind === 'numeric') {
    return { kind: 'numeric', sides: { reference, current } };
  }
  if (reference.kind === 'categorical' && current.kind === 'categorical') {
    if (isNameOfRows(reference) && isNameOfRows(current)) return untested(NAME_OF_ROWS);
    return { kind: 'categorical', sides: { reference, current } };
  }
  const [numbers, words] =
    reference.kind === 'numeric'
      ? [SIDE_NAMES.reference, SIDE_NAMES.current]
      : [SIDE_NAMES.current, SIDE_NAMES.reference];
  return untested(
    `It has numbers in ${numbers} and words in ${words}; name it categorical where the numbers are names.`,
  );
}

/** Fewer may be as different by chance. */
const MANY = 100;
/** With so many different values a row, three rows of five at least have one of their own. */
const MOSTLY = 0.8;
const NAME_OF_ROWS =
  'Most of its rows have a value that no other has: it is an id or a time, and no category; leave it out.';

/** The test compares how frequent values are, which says nothing where each comes once. */
function isNameOfRows({ counts, rows, missing }: CategoricalColumn): boolean {
  return counts.size > MANY && counts.size > MOSTLY * (rows - missing);
}

function untested(why: string): Testable {
  return { kind: 'untested', why };
}

function absentText(side: keyof Sides<unknown>): string {
  return `${capital(SIDE_NAMES[side])} has no such column.`;
}

function uselessText(column: Column, side: string): string | undefined {
  if (column.kind === 'unusable') return `In ${side}: ${column.why}`;
  const count = column.kind === 'numeric' ? column.values.length : column.counts.size;
  if (count > 0) return undefined;
  if (column.rows === 0) return `${capital(side)} has no rows.`;
  return column.kind === 'numeric' && column.infinite > 0
    ? `It has no finite value in ${side}.`
    : `It has no value in ${side}: all of its rows are empty.`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
