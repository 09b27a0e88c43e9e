import path from 'node:path';
import { createTaskThread } from '../../threads/task-thread.ts';
import type { Assessment } from './assess.ts';
import type { Outcomes } from './outcomes.ts';
import type { ModelReport } from './report.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);

/** As many predictions as are kept take a tenth. */
const LONGEST = 5 * 60_000;
const MOST_WAITING = 10;
const MOST_MEMORY = 1_024;

/** What passes between here and the thread. */
export interface Assessing {
  readonly task: { readonly outcomes: Outcomes; readonly assessment: Assessment };
  readonly progress: never;
  readonly outcome: ModelReport;
}

export interface Assessor {
  /** The outcomes are handed over: they are empty then. */
  readonly assess: (
    outcomes: Outcomes,
    assessment: Assessment,
    signal: AbortSignal,
  ) => Promise<ModelReport>;
  /** Ends what is under way. */
  readonly close: () => Promise<void>;
}

/** Measures in a thread of its own: sorting millions of probabilities would hold up all else. */
export function createAssessor(): Assessor {
  const thread = createTaskThread<Assessing>({
    program: PROGRAM,
    work: 'measuring models',
    longest: LONGEST,
    mostWaiting: MOST_WAITING,
    mostMemory: MOST_MEMORY,
    isKept: false,
  });
  return {
    assess(outcomes, assessment, signal) {
      const handsOver = Object.values(outcomes).map(({ buffer }) => buffer);
      return thread.run({ outcomes, assessment }, { signal, handsOver });
    },
    close: thread.close,
  };
}
