import type { ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { visible } from '../../alert/visible.ts';
import type { Table } from './outcome.ts';

/** It points at the event, for programs. */
const POINTER = '@ptr';

/** What CloudWatch found as a table: a column for each field, in the order in which they come up. */
export function tableOf(results: readonly (readonly ResultField[])[]): Table {
  const columns = new Set(
    results.flatMap((row) => row.flatMap(({ field = '' }) => (field === POINTER ? [] : [field]))),
  );
  return {
    columns: [...columns].map(visible),
    rows: results.map((row) => {
      const values = new Map(row.map(({ field = '', value = '' }) => [field, value]));
      return [...columns].map((column) => visible(values.get(column) ?? '').trimEnd());
    }),
  };
}
