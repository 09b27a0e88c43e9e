import { rowText } from '../../drift/report/figures.ts';
import type { DriftReport, NumericRow } from '../../drift/report/report.ts';
import type { Distributions } from '../../metrics/charts/chart.ts';

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

const MOST = 3;

/** The pictures that a report is shown with: of the worst that drifted; where none did, of the worst. */
export function worstPictures(report: DriftReport): readonly Distributions[] {
  const numeric = report.features.filter((row) => row.kind === 'numeric');
  const drifted = numeric.filter(({ drift }) => drift);
  const shown = drifted.length > 0 ? drifted.slice(0, MOST) : numeric.slice(0, 1);
  return shown.map((row) => rowPicture(row, report));
}
