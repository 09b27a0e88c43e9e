import { figureText } from '../../alert/figure.ts';
import type { Frequencies } from './chart.ts';
import { sharesOf } from './histogram.ts';
import { legible } from './legible.ts';

/** A category, or all that have no row of their own, and its share of each side, 0 to 1. */
export interface CategoryRow {
  readonly name: string;
  readonly reference: number;
  readonly current: number;
}

/** More rows would be too narrow for their names. */
const MOST = 13;

/** What is drawn of categories: the first of them, and all others together; nothing of no values. */
export function rowsOf({ categories, others, ...asked }: Frequencies): readonly CategoryRow[] {
  const counts = (side: 'reference' | 'current'): readonly number[] => [
    ...categories.map((_, index) => asked[side].counts[index] ?? 0),
    others?.[side] ?? 0,
  ];
  const [reference, current] = [
    sharesOf({ ...asked.reference, counts: counts('reference') }),
    sharesOf({ ...asked.current, counts: counts('current') }),
  ];
  if ([...reference, ...current].every((share) => share === 0)) return [];
  const all = categories.length + (others?.categories ?? 0);
  const own = all <= MOST && others === undefined ? all : Math.min(categories.length, MOST - 1);
  const rows = categories.slice(0, own).map((name, index) => ({
    name: legible(name) || '(blank)',
    reference: reference[index] ?? 0,
    current: current[index] ?? 0,
  }));
  if (all === own) return rows;
  const left = all - own;
  const rest = { reference: sumOf(reference.slice(own)), current: sumOf(current.slice(own)) };
  return [...rows, { name: left === 1 ? '1 other' : `${left} others`, ...rest }];
}

/** A share for people: `12 %`. */
export function percentText(share: number): string {
  return figureText(100 * share, '%', 2);
}

function sumOf(shares: readonly number[]): number {
  return shares.reduce((total, share) => total + share, 0);
}
