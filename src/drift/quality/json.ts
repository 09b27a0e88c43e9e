import type { QualityCheck, QualityReport } from './report.ts';

/** A report as programs read it (`tocsin quality check --json`). */
export function qualityJson({ data, at, rows, severity, checks, remarks }: QualityReport): object {
  return {
    data,
    date: new Date(at).toISOString(),
    rows,
    severity,
    failed: checks.filter((check) => check.severity !== 'ok').length,
    checks: checks.map(checkJson),
    remarks,
  };
}

function checkJson(check: QualityCheck): object {
  if (check.check === 'volume') {
    const { minRows, ...rest } = check;
    return { ...rest, min_rows: minRows };
  }
  if (check.check !== 'freshness') return check;
  const { newest, age, ...rest } = check;
  if (newest === undefined || age === undefined) return rest;
  return { ...rest, newest: new Date(newest).toISOString(), age_seconds: Math.round(age / 1000) };
}
