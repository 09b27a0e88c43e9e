import type { ReportSeverity, RowSeverity, Stability } from './report.ts';

/** How far apart two samples are, by the KS statistic: under 0.1 low, under 0.3 medium, else high. */
export function severityByKs(statistic: number): RowSeverity {
  if (statistic < 0.1) return 'low';
  return statistic < 0.3 ? 'medium' : 'high';
}

/**
 * By the population stability index: under 0.1 ok, under 0.25 moderate, else drift. The limits are
 * those of credit scoring (Siddiqi, "Credit Risk Scorecards", 2006).
 */
export function stabilityByPsi(psi: number): Stability {
  if (psi < 0.1) return 'ok';
  return psi < 0.25 ? 'moderate' : 'drift';
}

/** The gravest last. */
export const REPORT_SEVERITIES: readonly ReportSeverity[] = ['low', 'moderate', 'high', 'critical'];

/** By the share of the tested features that drifted: under 10 % low, 25 % moderate, 50 % high, else critical. */
export function severityByShare(share: number): ReportSeverity {
  if (share < 0.1) return 'low';
  if (share < 0.25) return 'moderate';
  return share < 0.5 ? 'high' : 'critical';
}
