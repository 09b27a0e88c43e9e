import { rowText } from '../drift/report/figures.ts';
import type { DriftReport, NumericRow } from '../drift/report/report.ts';
import type { Distributions } from '../metrics/charts/chart.ts';

/** How a feature of a report was distributed, and how it is. */
export function rowPicture(
  row: NumericRow,
  { model, version }: Pick<DriftReport, 'model' | 'version'>,
): Distributions {
  const { edges, reference, current } = row.distribution;
  return {
    title: `${row.feature} · ${version === undefined ? model : `${model} ${version}`}`,
    note: rowText(row),
    edges,
    reference: { label: 'reference', counts: reference },
    current: { label: 'current', counts: current },
    theme: 'light',
  };
}
