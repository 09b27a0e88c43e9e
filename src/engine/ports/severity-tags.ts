import type { Severity } from '../../alert/severity.ts';

/** What an alarm's severity tag said. */
export interface SeverityTag {
  /** Absent when the alarm has no such tag, or it names none of the ladder. */
  readonly severity?: Severity;
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** The severity tags of alarms, as far as they were read, by the alarm's fingerprint. */
export interface SeverityTags {
  get(fingerprints: readonly string[]): Promise<ReadonlyMap<string, SeverityTag>>;
  put(fingerprint: string, tag: SeverityTag): Promise<void>;
}

/** How long a tag is remembered without being read again, in milliseconds. */
export const TAG_KEPT = 24 * 60 * 60 * 1000;
