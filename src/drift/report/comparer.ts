import { createTaskThread } from '../../threads/task-thread.ts';
import type { Table } from '../data/column.ts';
import type { Window } from '../data/files/window.ts';
import { doneIn, type Told } from '../told.ts';
import type { Comparison } from './compare.ts';
import type { DriftReport } from './report.ts';
import type { Sides } from './sides.ts';

/** Silence in which even a slow bucket would have sent something. */
const LONGEST = 5 * 60_000;
const MOST_WAITING = 100;
/** Of objects; the numbers themselves are kept apart from these. */
const MOST_MEMORY = 1_024;
/** Rows are done with as soon as they are read: of a JSONL file of 1 GB V8 lets 150 MB more pile up. */
const MOST_YOUNG = 8;

/** Where the data of a side is: read there, or at hand already. */
export type Side =
  | { readonly from: string; readonly window?: Window; readonly s3?: S3Place }
  | { readonly table: Table };

/** In which region a bucket is, and whose rights it is read with; what is not told is as everywhere. */
export interface S3Place {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
  readonly external_id?: string | undefined;
  /** Another server than Amazon's. */
  readonly endpoint?: string | undefined;
}

/** Which columns are compared, and as what. */
export interface Columns {
  /** Numbers in these are names. */
  readonly categorical?: readonly string[];
  /** No others than these, and the prediction. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Of all the names that were given, those that some side must have. */
  readonly required?: readonly string[];
}

export interface ComparisonTask extends Comparison {
  readonly sides: Sides<Side>;
  readonly columns: Columns;
}

/** How far a comparison is. */
export interface ComparisonProgress {
  /** For people: `reading the reference, 120,000 rows`. */
  readonly text: string;
  /** Of all the work, 0 to 1, where that is known. */
  readonly share?: number;
}

/** What passes between here and the thread. */
export interface Comparing {
  readonly task: ComparisonTask;
  readonly progress: ComparisonProgress;
  readonly outcome: Told<DriftReport>;
}

export interface Comparer {
  /**
   * Reads both sides and holds them against each other.
   *
   * @throws DataProblem where a side can't be read
   * @throws Mistake for a column that neither side has
   */
  readonly compare: (task: ComparisonTask, watch?: ComparisonWatch) => Promise<DriftReport>;
  /** Ends what is under way. */
  readonly close: () => Promise<void>;
}

export interface ComparisonWatch {
  /** Ends the comparison, wherever it is. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ComparisonProgress) => void) | undefined;
}

/**
 * Compares in a thread of its own, one after the other: reading and sorting millions of numbers would
 * hold up all else. The thread ends with its comparison, and gives back the memory that this took.
 *
 * @param program what the thread runs
 */
export function createComparer(program: string): Comparer {
  const thread = createTaskThread<Comparing>({
    program,
    work: 'comparing data',
    longest: LONGEST,
    mostWaiting: MOST_WAITING,
    mostMemory: MOST_MEMORY,
    mostYoung: MOST_YOUNG,
    isKept: false,
  });
  return {
    compare: async (task, watch) => doneIn(await thread.run(task, watch)),
    close: thread.close,
  };
}
