import { addAbortListener } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Picture } from './chart.ts';

/** Beside this file: TypeScript in a checkout, JavaScript in the image. */
const PROGRAM = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);

/** A picture takes a fiftieth of it; what takes longer will not end well. */
const LONGEST = 10_000;
const MOST_WAITING = 100;
/** Of the thread, in megabytes. It needs a tenth, and a chart that needs more must not end the bot. */
const MOST_MEMORY = 512;

/** What the thread answers. */
export type Drawn = { readonly png: Uint8Array } | { readonly error: string };

export interface ChartRenderer {
  /**
   * The picture as PNG. Fails when it could not be drawn, took longer than 10 s, when too many others
   * wait, or when the signal says that nobody waits for it any more.
   */
  readonly render: (picture: Picture, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Ends the thread; what is still waiting fails. */
  readonly close: () => Promise<void>;
}

interface Task {
  readonly picture: Picture;
  readonly done: (png: Uint8Array) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Draws pictures in a thread of its own, one at a time, so that the event loop is never blocked. The
 * thread is started at the first picture. If it fails or hangs, the picture it was at fails alone: the
 * next gets a new thread.
 */
export function createChartRenderer({
  program = PROGRAM,
  longest = LONGEST,
  mostWaiting = MOST_WAITING,
}: {
  /** What the thread runs: a module that answers each Picture by a Drawn. */
  readonly program?: string;
  /** Milliseconds that a picture may take. */
  readonly longest?: number;
  readonly mostWaiting?: number;
} = {}): ChartRenderer {
  const waiting: Task[] = [];
  let current: { readonly task: Task; readonly timer: NodeJS.Timeout } | undefined;
  let thread: Worker | undefined;
  let isClosed = false;

  function begin(): Worker {
    const started = new Worker(program, {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
    });
    started.on('message', (drawn: Drawn) => {
      if (started !== thread) return;
      finish((task) =>
        'png' in drawn ? task.done(drawn.png) : task.failed(new Error(drawn.error)),
      );
    });
    started.on('error', (error) => abandon(started, error));
    started.on('exit', (code) => abandon(started, new Error(`drawing ended with code ${code}`)));
    return started;
  }

  /** Without this thread, which has failed or hangs. */
  function abandon(ended: Worker, error: unknown): void {
    if (ended !== thread) return;
    thread = undefined;
    void ended.terminate();
    finish((task) => task.failed(error));
  }

  function finish(settle: (task: Task) => void): void {
    if (current === undefined) return;
    clearTimeout(current.timer);
    settle(current.task);
    current = undefined;
    next();
  }

  function next(): void {
    if (current !== undefined) return;
    const task = waiting.shift();
    if (task === undefined) return;
    const drawing = (thread ??= begin());
    const timer = setTimeout(
      () => abandon(drawing, new Error(`drawing took longer than ${longest / 1000} s`)),
      longest,
    );
    current = { task, timer };
    drawing.postMessage(task.picture);
  }

  return {
    render: async (picture, signal) => {
      signal?.throwIfAborted();
      if (isClosed) throw new Error('no pictures are drawn any more');
      if (waiting.length >= mostWaiting) throw new Error('too many pictures wait to be drawn');
      const { promise, resolve: done, reject: failed } = Promise.withResolvers<Uint8Array>();
      const task = { picture, done, failed };
      const listener =
        signal &&
        addAbortListener(signal, () => {
          const place = waiting.indexOf(task);
          if (place !== -1) waiting.splice(place, 1);
          failed(signal.reason);
        });
      waiting.push(task);
      next();
      try {
        return await promise;
      } finally {
        listener?.[Symbol.dispose]();
      }
    },
    close: async () => {
      isClosed = true;
      const error = new Error('no pictures are drawn any more');
      for (const { failed } of waiting.splice(0)) failed(error);
      const ended = thread;
      thread = undefined;
      finish((task) => task.failed(error));
      await ended?.terminate();
    },
  };
}
