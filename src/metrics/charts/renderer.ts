import path from 'node:path';
import { createTaskThread } from '../../threads/task-thread.ts';
import type { Picture } from './chart.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);

/** A picture takes a fiftieth of it; what takes longer will not end well. */
const LONGEST = 10_000;
const MOST_WAITING = 100;
/** It needs a tenth. */
const MOST_MEMORY = 512;

/** What passes between here and the thread. */
export interface Drawing {
  readonly task: Picture;
  readonly progress: never;
  readonly outcome: Uint8Array;
}

export interface ChartRenderer {
  /**
   * The picture as PNG. Fails when it could not be drawn, took longer than 10 s, when too many others
   * wait, or when the signal says that nobody waits for it any more.
   */
  readonly render: (picture: Picture, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Ends the thread; what is still waiting fails. */
  readonly close: () => Promise<void>;
}

/** Draws pictures in a thread of its own, which is kept: starting one takes longer than a picture. */
export function createChartRenderer(): ChartRenderer {
  const thread = createTaskThread<Drawing>({
    program: PROGRAM,
    work: 'drawing pictures',
    longest: LONGEST,
    mostWaiting: MOST_WAITING,
    mostMemory: MOST_MEMORY,
    isKept: true,
  });
  return { render: (picture, signal) => thread.run(picture, { signal }), close: thread.close };
}
