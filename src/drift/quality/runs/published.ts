import type { CheckFigure, QualityRun } from '../../../engine/ports/quality-reports.ts';
import { metricNames, type PublishedFigure } from '../../runs/published.ts';

/** What figures of columns are called, and how they are counted there. */
const COLUMN_FIGURES = {
  completeness: ['Completeness', (missing: number) => 1 - missing],
  validity: ['Invalid', (share: number) => share],
  freshness: ['Age', (milliseconds: number) => milliseconds / 1000],
} as const;

/** The figures of a run, for a store of metrics: `Rows`, `Completeness_email`, `Invalid_price`, `Age_updated_at`. */
export function publishedQuality({ rows, figures }: QualityRun): readonly PublishedFigure[] {
  const kinds = ['completeness', 'validity', 'freshness'] as const;
  return [{ name: 'Rows', value: rows }, ...kinds.flatMap((kind) => ofColumns(kind, figures))];
}

function ofColumns(
  kind: keyof typeof COLUMN_FIGURES,
  figures: readonly CheckFigure[],
): readonly PublishedFigure[] {
  const [figure, counted] = COLUMN_FIGURES[kind];
  const worst = new Map<string, number>();
  for (const { check, column, value } of figures) {
    if (check !== kind || column === undefined || value === undefined) continue;
    worst.set(column, Math.max(worst.get(column) ?? value, value));
  }
  const names = metricNames(figure, [...worst.keys()]);
  return [...worst].map(([column, value]) => ({
    name: names.get(column) ?? column,
    value: counted(value),
  }));
}
