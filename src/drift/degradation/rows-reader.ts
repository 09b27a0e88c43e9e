import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createTaskThread } from '../../threads/task-thread.ts';
import type { Window } from '../data/files/window.ts';
import { doneIn, type Told } from '../told.ts';
import type { RowsFrom } from './model.ts';
import type { RowsWanted, Slice } from './read-rows.ts';

/** Silence in which even a slow bucket would have sent something, and a slow store kept some rows. */
const LONGEST = 5 * 60_000;
const MOST_WAITING = 10;
const MOST_MEMORY = 1_024;

/** Rows of files: where they are, and how they are read. */
export interface RowsTask extends RowsWanted {
  /** A path, a pattern, a folder, or `s3://bucket/prefix`. */
  readonly from: string;
  /** The days of which there may be some; others may have none. */
  readonly window: Window;
  readonly s3: RowsFrom<string>['s3'];
}

/** What passes between here and the thread. */
export interface ReadingRows {
  readonly task: RowsTask & {
    /** Says of each slice when it is kept: only then there is another. */
    readonly kept: MessagePort;
  };
  readonly progress: Slice;
  /** What should be known of the files. */
  readonly outcome: Told<readonly string[]>;
}

/**
 * Reads rows of files, and gives them in slices.
 *
 * @param give is waited for before more are read; where it fails, so does the reading
 * @returns what should be known of the files, in a sentence each
 * @throws DataProblem
 */
export type ReadRows = (
  task: RowsTask,
  give: (slice: Slice) => Promise<void>,
  signal: AbortSignal,
) => Promise<readonly string[]>;

export interface RowsReader {
  readonly read: ReadRows;
  /** Ends what is under way. */
  readonly close: () => Promise<void>;
}

/**
 * Reads in a thread of its own, one task after the other: millions of rows would hold up all else.
 *
 * @param program what the thread runs
 */
export function createRowsReader(program: string): RowsReader {
  const thread = createTaskThread<ReadingRows>({
    program,
    work: 'reading predictions and labels',
    longest: LONGEST,
    mostWaiting: MOST_WAITING,
    mostMemory: MOST_MEMORY,
    isKept: false,
  });
  return {
    async read(task, give, signal) {
      const { port1: ours, port2: kept } = new MessageChannel();
      const failing = new AbortController();
      let giving = Promise.resolve();
      try {
        const outcome = await thread.run(
          { ...task, kept },
          {
            signal: AbortSignal.any([signal, failing.signal]),
            handsOver: [kept],
            onProgress(slice) {
              giving = give(slice).then(
                () => ours.postMessage('kept'),
                (error: unknown) => failing.abort(error),
              );
            },
          },
        );
        return doneIn(outcome);
      } finally {
        // Whoever was told that it is over finds that nothing is written any more.
        await giving;
        ours.close();
      }
    },
    close: thread.close,
  };
}
