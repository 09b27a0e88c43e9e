import type { ErrorsAsked } from './ask.ts';
import type { ErrorIssue, ErrorRow } from './issue.ts';
import type { Asked } from './problem.ts';

/** Errors as a tracker lists them. */
export interface ErrorList {
  readonly issues: readonly ErrorIssue[];
  /** False where there are more than were looked at. */
  readonly isWhole: boolean;
}

export type ErrorStatus = 'resolved' | 'unresolved';

/** What keeps errors; of each question nothing is thrown. */
export interface ErrorTracker {
  /** Those that are not resolved, in the order that was asked for. */
  readonly list: (asked: ErrorsAsked, signal: AbortSignal) => Promise<Asked<ErrorList>>;
  /** What else is known of one, within an environment where one is asked for. */
  readonly details: (
    issue: ErrorIssue,
    environment: string | undefined,
    signal: AbortSignal,
  ) => Promise<ErrorRow>;
  /** The one that people call so. */
  readonly find: (shortId: string, signal: AbortSignal) => Promise<Asked<ErrorIssue>>;
  readonly mark: (
    issue: ErrorIssue,
    status: ErrorStatus,
    signal: AbortSignal,
  ) => Promise<Asked<ErrorIssue>>;
}
