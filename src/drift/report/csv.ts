import { csvOf } from '../../alert/csv.ts';
import { visible } from '../../alert/visible.ts';
import type { DriftReport, FeatureRow, PredictionRow } from './report.ts';

const COLUMNS = [
  'feature',
  'kind',
  'statistic',
  'pvalue',
  'adjusted_pvalue',
  'dof',
  'psi',
  'severity',
  'drift',
  'action',
  'mean_shift',
  'variance_change',
  'wasserstein',
  'jensen_shannon',
  'remark',
] as const;

type Cells = Partial<
  Record<(typeof COLUMNS)[number], string | number | boolean | null | undefined>
>;

/** A report as a table: a row a feature in its order, and one for the prediction. */
export function reportCsv({ features, prediction }: DriftReport): string {
  const all = [
    ...features.map(featureCells),
    ...(prediction === undefined ? [] : [predictionCells(prediction)]),
  ];
  // Names of features come from outside, and tables are looked at in terminals, too.
  const rows = all.map((cells) => COLUMNS.map((column) => visible(String(cells[column] ?? ''))));
  return csvOf({ columns: COLUMNS, rows });
}

function featureCells(row: FeatureRow): Cells {
  const { feature, kind } = row;
  if (row.kind === 'untested') return { feature, kind, drift: false, remark: row.why };
  const { severity, drift, action, remark, adjusted } = row;
  const judged = { feature, kind, severity, drift, action, remark, adjusted_pvalue: adjusted };
  const distances = { jensen_shannon: row.distances?.jensenShannon };
  if (row.kind === 'categorical') return { ...judged, ...row.chi2, ...distances };
  const { psi, ks } = row;
  return { ...judged, ...ks, psi, ...distances, wasserstein: row.distances?.wasserstein };
}

function predictionCells(row: PredictionRow): Cells {
  return {
    feature: 'prediction',
    kind: 'prediction',
    ...row.ks,
    drift: row.drift,
    mean_shift: row.meanShift,
    variance_change: row.varianceChange,
    action: row.retrain ? 'retrain' : undefined,
    remark: row.remark,
  };
}
