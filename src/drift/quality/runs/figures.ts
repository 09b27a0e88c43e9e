import type { CheckFigure, QualityRun } from '../../../engine/ports/quality-reports.ts';
import type { Window } from '../../data/files/window.ts';
import type { QualityCheck, QualityReport } from '../report.ts';

/** The figures of a report that are kept of each run, and asked for all together. */
export function runOf(report: QualityReport, window: Window): QualityRun {
  const { at, rows, severity, checks } = report;
  return {
    window,
    at,
    rows,
    severity,
    failed: checks.filter((check) => check.severity !== 'ok').length,
    checks: checks.length,
    figures: checks.map((check) => figureOf(check, rows)),
  };
}

/** What a check is about, and its figure. @param rows how many the data has */
export function figureOf(check: QualityCheck, rows: number): CheckFigure {
  const value = valueOf(check, rows);
  return {
    check: check.check,
    ...(check.check !== 'volume' && { column: check.column }),
    ...(check.check === 'validity' && { rule: check.rule }),
    severity: check.severity,
    ...(value !== undefined && { value }),
  };
}

function valueOf(check: QualityCheck, rows: number): number | undefined {
  switch (check.check) {
    case 'volume':
      return rows;
    case 'freshness':
      return check.age;
    case 'completeness':
      return rows === 0 ? undefined : check.share;
    case 'validity':
      return check.checked === 0 ? undefined : check.invalid / check.checked;
  }
}
