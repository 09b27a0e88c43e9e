import type {
  CategoricalColumn,
  Column,
  NumericColumn,
  Table,
} from '../../../src/drift/data/column.ts';

/** A column as it is read: NaN is missing. */
export function numbers(
  cells: readonly number[],
  more: Partial<NumericColumn> = {},
): NumericColumn {
  return {
    kind: 'numeric',
    values: Float64Array.from(cells.filter((cell) => Number.isFinite(cell))),
    rows: cells.length,
    missing: cells.filter((cell) => Number.isNaN(cell)).length,
    infinite: cells.filter((cell) => Math.abs(cell) === Infinity).length,
    isSample: false,
    ...more,
  };
}

export function words(counts: Readonly<Record<string, number>>, missing = 0): CategoricalColumn {
  const rows = Object.values(counts).reduce((sum, count) => sum + count, missing);
  return { kind: 'categorical', counts: new Map(Object.entries(counts)), rows, missing };
}

export function tableOf(
  columns: Readonly<Record<string, Column>>,
  remarks: readonly string[] = [],
): Table {
  const rows = Math.max(0, ...Object.values(columns).map((column) => column.rows));
  return { rows, columns: new Map(Object.entries(columns)), remarks };
}

/** `count` numbers evenly from one bound to before the other. */
export function evenly(from: number, to: number, count = 100): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / count);
}
