import { qualitySchema } from '../../../../src/config/schema/quality.ts';
import type { Gathered } from '../../../../src/drift/quality/gather.ts';
import { judge } from '../../../../src/drift/quality/judge.ts';
import type { QualityReport } from '../../../../src/drift/quality/report.ts';
import type { DataSet } from '../../../../src/drift/quality/runs/dataset.ts';
import { DAY, HOUR } from '../../runs/worlds.ts';

export const RULES = qualitySchema.parse({
  volume: { min_rows: '100' },
  freshness: { column: 'at' },
  validity: [
    { column: 'price', min: '0' },
    { column: 'price', max: '10', severity: 'critical' },
  ],
});

/** A data set that is looked at every day at six, with the changes of a test. */
export function dataSet(own: Partial<DataSet> = {}): DataSet {
  return {
    name: 'orders',
    title: 'Orders',
    labels: { team: 'data' },
    from: 'orders.csv',
    s3: {},
    rules: RULES,
    window: DAY,
    schedule: 'daily',
    dueAt: (now) => Math.floor((now - 6 * HOUR) / DAY) * DAY + 6 * HOUR,
    ...own,
  };
}

/** What data is like; all is well unless it says otherwise. */
export interface Data {
  readonly rows?: number;
  /** How old the newest is, in hours. */
  readonly hours?: number;
  /** Shares of 1: without an e-mail, and with a price that is too low, or too high. */
  readonly missing?: number;
  readonly low?: number;
  readonly high?: number;
}

/** What a check of such data finds. */
export function reportOf(
  { rows = 1_000, hours = 1, missing = 0, low = 0, high = 0 }: Data,
  at: number,
): QualityReport {
  const tally = (share: number) => ({
    checked: rows,
    invalid: share * rows,
    ...(share > 0 && { first: { value: '-1', row: 7 } }),
  });
  const gathered: Gathered = {
    data: 'orders.csv',
    rows,
    missing: new Map(rows === 0 ? [] : ['price', 'email', 'at'].map(missingOf)),
    validity: [tally(low), tally(high)],
    times: { ...(rows > 0 && { newest: at - hours * HOUR }), unread: 0, future: 0 },
    remarks: [],
  };
  return judge(gathered, RULES, at);

  function missingOf(column: string): [string, number] {
    return [column, column === 'email' ? missing * rows : 0];
  }
}
