/** What data is like, held against rules for it. */
export interface QualityReport {
  /** The data, as it was asked for. */
  readonly data: string;
  /** When it was judged, epoch milliseconds. */
  readonly at: number;
  readonly rows: number;
  /** That of the worst check. */
  readonly severity: QualitySeverity;
  /** The worst first. */
  readonly checks: readonly QualityCheck[];
  /** What people should know of the data, in a sentence each. */
  readonly remarks: readonly string[];
}

/** `medium` and `warning` weigh the same. */
export const QUALITY_SEVERITIES = ['ok', 'low', 'medium', 'warning', 'high', 'critical'] as const;

export type QualitySeverity = (typeof QUALITY_SEVERITIES)[number];

export type QualityCheck = CompletenessCheck | ValidityCheck | FreshnessCheck | VolumeCheck;

interface Judged {
  readonly severity: QualitySeverity;
  /** The figure and what it may be, in a sentence. */
  readonly text: string;
}

export interface CompletenessCheck extends Judged {
  readonly check: 'completeness';
  readonly column: string;
  readonly missing: number;
  /** Of all rows, 0 to 1. */
  readonly share: number;
}

export interface ValidityCheck extends Judged {
  readonly check: 'validity';
  readonly column: string;
  /** What it asks for, in words. */
  readonly rule: string;
  /** Rows with a value; those without are no matter of this check. */
  readonly checked: number;
  readonly invalid: number;
  readonly first?: FirstInvalid;
}

export interface FirstInvalid {
  readonly value: string;
  /** From 1. */
  readonly row: number;
}

export interface FreshnessCheck extends Judged {
  readonly check: 'freshness';
  readonly column: string;
  /** The newest time in the column, epoch milliseconds, and how long ago it was. */
  readonly newest?: number;
  readonly age?: number;
}

export interface VolumeCheck extends Judged {
  readonly check: 'volume';
  readonly minRows: number;
}

const WEIGHTS: Readonly<Record<QualitySeverity, number>> = {
  ok: 0,
  low: 1,
  medium: 2,
  warning: 2,
  high: 3,
  critical: 4,
};

/** How much a severity weighs: more is worse. */
export function weightOf(severity: QualitySeverity): number {
  return WEIGHTS[severity];
}
