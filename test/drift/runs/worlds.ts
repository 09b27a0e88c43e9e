import type { Column, Table } from '../../../src/drift/data/column.ts';
import { compareTables } from '../../../src/drift/report/compare.ts';
import type { DriftReport } from '../../../src/drift/report/report.ts';
import { DEFAULT_RULES } from '../../../src/drift/report/rules.ts';
import type { WatchedModel } from '../../../src/drift/runs/model.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A midnight. */
export const T0 = Date.parse('2026-10-01T00:00:00Z');

/** A model that is looked at every day at six, with the changes of a test. */
export function watched(own: Partial<WatchedModel> = {}): WatchedModel {
  return {
    name: 'churn',
    title: 'churn',
    version: '7',
    labels: { team: 'ml' },
    features: { from: 's3://b/dt={date}/', s3: {}, categorical: [], only: [], except: [] },
    prediction: 'probability',
    rules: DEFAULT_RULES,
    sustained: 1,
    window: DAY,
    schedule: 'daily',
    dueAt: (now) => Math.floor((now - 6 * HOUR) / DAY) * DAY + 6 * HOUR,
    ...own,
  };
}

/** By feature how far it has moved from its reference, of which 1 is all of it; undefined: it has no values. */
export type Moved = Readonly<Record<string, number | undefined>>;

/** What a comparison finds where the features have moved so far. */
export function reportOf(moved: Moved, at: number): DriftReport {
  const tableOf = (shift: (name: string) => number | undefined): Table => ({
    rows: 200,
    remarks: [],
    columns: new Map(Object.keys(moved).map((name) => [name, columnOf(shift(name))])),
  });
  return compareTables(
    { reference: tableOf(() => 0), current: tableOf((name) => moved[name]) },
    { model: 'churn', version: '7', prediction: 'probability', rules: DEFAULT_RULES, at },
  );
}

/** Two hundred values over a hundred, or none. */
function columnOf(shift: number | undefined): Column {
  const numbers = { kind: 'numeric', rows: 200, infinite: 0, isSample: false } as const;
  if (shift === undefined) return { ...numbers, values: new Float64Array(), missing: 200 };
  const values = Float64Array.from({ length: 200 }, (_, at) => at / 2 + 100 * shift);
  return { ...numbers, values, missing: 0 };
}
