import type { QualityRules } from '../../config/schema/quality.ts';
import { createTaskThread } from '../../threads/task-thread.ts';
import type { Window } from '../data/files/window.ts';
import { doneIn, type Told } from '../told.ts';
import type { QualityReport } from './report.ts';

/** Silence in which even a slow bucket would have sent something. */
const LONGEST = 5 * 60_000;
const MOST_WAITING = 100;
/** Of objects; what is read is kept apart from these. */
const MOST_MEMORY = 1_024;

/** Data, and what it is held against. */
export interface QualityTask {
  /** A path, a pattern, a folder, or `s3://bucket/prefix`. */
  readonly from: string;
  readonly window?: Window;
  /** In which region a bucket is, and whose rights it is read with. */
  readonly s3?: { readonly region?: string | undefined; readonly role_arn?: string | undefined };
  readonly rules: QualityRules;
  /** When, and as of when it is said how old it is: epoch milliseconds. */
  readonly at: number;
  readonly asOf?: number;
}

/** How far a check is. */
export interface CheckProgress {
  /** For people: `120,000 rows, part 2 of 3`. */
  readonly text: string;
}

/** What passes between here and the thread. */
export interface Checking {
  readonly task: QualityTask;
  readonly progress: CheckProgress;
  readonly outcome: Told<QualityReport>;
}

export interface Checker {
  /** Reads data and holds it against its rules. @throws DataProblem where it can't be read */
  readonly check: (task: QualityTask, watch?: CheckWatch) => Promise<QualityReport>;
  /** Ends what is under way. */
  readonly close: () => Promise<void>;
}

export interface CheckWatch {
  /** Ends the check, wherever it is. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

/**
 * Checks in a thread of its own, one after the other: reading millions of rows would hold up all else.
 *
 * @param program what the thread runs
 */
export function createChecker(program: string): Checker {
  const thread = createTaskThread<Checking>({
    program,
    work: 'checking data',
    longest: LONGEST,
    mostWaiting: MOST_WAITING,
    mostMemory: MOST_MEMORY,
    isKept: false,
  });
  return {
    check: async (task, watch) => doneIn(await thread.run(task, watch)),
    close: thread.close,
  };
}
