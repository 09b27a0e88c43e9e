import type { DriftRun, FeatureFigures } from '../../engine/ports/drift-reports.ts';
import type { Window } from '../data/files/window.ts';
import type { CategoricalRow, DriftReport, NumericRow } from '../report/report.ts';

/** From this distance on a feature is far from its reference: where a line of its runs is at its top. */
export const FAR = 0.3;

type TestedRow = NumericRow | CategoricalRow;

/** How far what is and what was are apart, 0 to 1: KS, or of categories the largest difference of share. */
export function distanceOf(row: TestedRow): number {
  return row.kind === 'numeric' ? row.ks.statistic : row.difference;
}

/** The mean KS statistic of the numerical features; undefined where none was tested. */
export function meanKsOf({ features }: Pick<DriftReport, 'features'>): number | undefined {
  const all = features.flatMap((row) => (row.kind === 'numeric' ? [row.ks.statistic] : []));
  return all.length === 0 ? undefined : all.reduce((sum, one) => sum + one, 0) / all.length;
}

/** The figures of a report that are kept of each run, and asked for all together. */
export function runOf(report: DriftReport, window: Window, version: string): DriftRun {
  const { at, tested, drifted, share, severity, features, prediction } = report;
  const meanKs = meanKsOf(report);
  const rows = features.flatMap((row): [string, FeatureFigures][] =>
    row.kind === 'untested' ? [] : [[row.feature, figuresOf(row)]],
  );
  return {
    window,
    at,
    version,
    tested,
    drifted,
    share,
    severity,
    ...(meanKs !== undefined && { meanKs }),
    ...(prediction !== undefined && {
      prediction: { ks: prediction.ks.statistic, drift: prediction.drift },
    }),
    features: Object.fromEntries(rows),
  };
}

function figuresOf(row: TestedRow): FeatureFigures {
  const { statistic, pvalue } = row.kind === 'numeric' ? row.ks : row.chi2;
  const psi = row.kind === 'numeric' ? { psi: row.psi } : {};
  return { distance: distanceOf(row), statistic, pvalue, ...psi, drift: row.drift };
}
