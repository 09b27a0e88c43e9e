import { csvOf } from '../../alert/csv.ts';
import type { QualityCheck, QualityReport } from './report.ts';

const COLUMNS = [
  'check',
  'column',
  'rule',
  'severity',
  'rows',
  'missing',
  'share',
  'checked',
  'invalid',
  'newest',
  'age_seconds',
  'text',
] as const;

type Cells = Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>;

/** A report as a table: a row a check, the worst first. */
export function qualityCsv({ rows, checks }: QualityReport): string {
  const all = checks.map((check) => cellsOf(check, rows));
  return csvOf({
    columns: COLUMNS,
    rows: all.map((cells) => COLUMNS.map((column) => String(cells[column] ?? ''))),
  });
}

function cellsOf(check: QualityCheck, rows: number): Cells {
  const { check: kind, severity, text } = check;
  const judged = { check: kind, severity, text };
  switch (check.check) {
    case 'volume':
      return { ...judged, rows };
    case 'freshness': {
      const { column, newest, age } = check;
      if (newest === undefined || age === undefined) return { ...judged, column };
      const seconds = Math.round(age / 1000);
      return { ...judged, column, newest: new Date(newest).toISOString(), age_seconds: seconds };
    }
    case 'completeness': {
      const { column, missing, share } = check;
      return { ...judged, column, missing, share };
    }
    case 'validity': {
      const { column, rule, checked, invalid } = check;
      return { ...judged, column, rule, checked, invalid };
    }
  }
}
