import type { FeatureRow } from './report.ts';

/**
 * What drifted before what did not, what could not be tested last; within these by how far the sides
 * are apart (the KS statistic, and for categories the difference of share), then by p, then by name.
 */
export function worstFirst(rows: readonly FeatureRow[]): readonly FeatureRow[] {
  return rows.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      apartness(b) - apartness(a) ||
      pvalueOf(a) - pvalueOf(b) ||
      (a.feature < b.feature ? -1 : Number(a.feature > b.feature)),
  );
}

function rankOf(row: FeatureRow): number {
  if (row.kind === 'untested') return 2;
  return row.drift ? 0 : 1;
}

/** 0 to 1. */
function apartness(row: FeatureRow): number {
  if (row.kind === 'untested') return 0;
  return row.kind === 'numeric' ? row.ks.statistic : row.difference;
}

function pvalueOf(row: FeatureRow): number {
  if (row.kind === 'untested') return 1;
  return row.kind === 'numeric' ? row.ks.pvalue : row.chi2.pvalue;
}
