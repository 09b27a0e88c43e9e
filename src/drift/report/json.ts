import type { DriftReport, FeatureRow, PredictionRow } from './report.ts';

/**
 * A report as programs read it (`tocsin drift compare --json`). A figure that is not finite is null:
 * JSON knows no other.
 */
export function reportJson(report: DriftReport): object {
  const { model, version, at, features, prediction, reference, current, ...rest } = report;
  return {
    model,
    ...(version !== undefined && { version }),
    date: new Date(at).toISOString(),
    tested: rest.tested,
    drifted: rest.drifted,
    share: rest.share,
    severity: rest.severity,
    features: features.map(featureJson),
    ...(prediction !== undefined && { prediction: predictionJson(prediction) }),
    rows: { reference: reference.rows, current: current.rows },
    remarks: rest.remarks,
  };
}

function featureJson(row: FeatureRow): object {
  if (row.kind === 'untested') {
    const { feature, kind, why } = row;
    return { feature, kind, drift: false, action: 'none', why };
  }
  const { feature, distances, ...measured } = row;
  const rest = { feature, ...measured };
  if (distances === undefined) return rest;
  const { jensenShannon, ...others } = distances;
  return { ...rest, distances: { ...others, jensen_shannon: jensenShannon } };
}

function predictionJson({ meanShift, varianceChange, ...rest }: PredictionRow): object {
  return { ...rest, mean_shift: meanShift, variance_change: varianceChange };
}
