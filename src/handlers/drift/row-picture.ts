import { rowText } from '../../drift/report/figures.ts';
import type { CategoricalRow, DriftReport, NumericRow } from '../../drift/report/report.ts';
import type { Distributions, Frequencies } from '../../metrics/charts/chart.ts';

type TestedRow = NumericRow | CategoricalRow;

/** How a feature of a report was distributed, and how it is. */
export function rowPicture(
  row: TestedRow,
  { model, version }: Pick<DriftReport, 'model' | 'version'>,
): Distributions | Frequencies {
  const { reference, current, ...along } = row.distribution;
  return {
    title: `${row.feature} · ${version === undefined ? model : `${model} ${version}`}`,
    note: rowText(row),
    ...along,
    reference: { label: 'reference', counts: reference },
    current: { label: 'current', counts: current },
    theme: 'light',
  };
}

const MOST = 3;

/** The pictures that a report is shown with: of the worst that drifted; where none did, of the worst. */
export function worstPictures(report: DriftReport): readonly (Distributions | Frequencies)[] {
  const tested = report.features.filter((row) => row.kind !== 'untested');
  const drifted = tested.filter(({ drift }) => drift);
  const shown = drifted.length > 0 ? drifted.slice(0, MOST) : tested.slice(0, 1);
  return shown.map((row) => rowPicture(row, report));
}
