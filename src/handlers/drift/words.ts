import type { ReportSeverity } from '../../drift/report/report.ts';

/** How grave a report is, at a glance. */
export const SIGNS: Readonly<Record<string, string>> = {
  low: '🟢',
  moderate: '🟡',
  high: '🟠',
  critical: '🔴',
} satisfies Record<ReportSeverity, string>;
