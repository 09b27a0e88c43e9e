import { addAbortListener } from 'node:events';
import { Worker, type Transferable } from 'node:worker_threads';

/** What passes between the main thread and the one beside it. */
export interface Traffic {
  readonly task: unknown;
  /** How far a task is, said as often as the thread likes; `never` of a thread that does not. */
  readonly progress: unknown;
  readonly outcome: unknown;
}

/** What a thread says of the task it was given: how far it is, then what came of it. */
export type Answer<Of extends Traffic> =
  | { readonly progress: Of['progress'] }
  | { readonly outcome: Of['outcome'] }
  | { readonly error: string };

export interface TaskThread<Of extends Traffic> {
  /**
   * What came of a task. Fails when the thread could not do it, was silent for too long, when too
   * many others wait, or when the signal says that nobody waits for it any more.
   */
  readonly run: (
    task: Of['task'],
    watch?: {
      readonly signal?: AbortSignal | undefined;
      readonly onProgress?: ((progress: Of['progress']) => void) | undefined;
      /** What in the task is handed over instead of copied, which takes a moment for each megabyte. */
      readonly handsOver?: readonly Transferable[] | undefined;
    },
  ) => Promise<Of['outcome']>;
  /** Ends the thread; what is still waiting fails. */
  readonly close: () => Promise<void>;
}

export interface TaskThreadOptions {
  /** What the thread runs: a file that calls `answerTasks`. */
  readonly program: string;
  /** What is done there, for what is said when it fails: `drawing`. */
  readonly work: string;
  /** Milliseconds that the thread may be silent over a task. */
  readonly longest: number;
  readonly mostWaiting: number;
  /** Of the thread's heap, in megabytes: a task that needs more must not end the bot. */
  readonly mostMemory: number;
  /** Of it for what has just been made: with less, what is done with is collected sooner. V8's unless told. */
  readonly mostYoung?: number;
  /**
   * The thread is kept for the next task, and ends a task that nobody waits for any more before it
   * takes that on. Else each task has a thread of its own, which ends with it.
   */
  readonly isKept: boolean;
}

const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

interface Asked<Of extends Traffic> {
  readonly task: Of['task'];
  readonly done: (outcome: Of['outcome']) => void;
  readonly failed: (error: unknown) => void;
  readonly onProgress: ((progress: Of['progress']) => void) | undefined;
  readonly handsOver: readonly Transferable[];
}

/**
 * Does tasks in a thread beside the main one, one at a time, so that the event loop is never blocked.
 * The thread is started at the first task. If it fails or hangs, the task it was at fails alone: the
 * next gets a new thread.
 */
export function createTaskThread<Of extends Traffic>(options: TaskThreadOptions): TaskThread<Of> {
  const { program, work, longest, mostWaiting, mostMemory, mostYoung, isKept } = options;
  const waiting: Asked<Of>[] = [];
  let current: { readonly asked: Asked<Of>; readonly timer: NodeJS.Timeout } | undefined;
  let thread: Worker | undefined;
  let isClosed = false;

  function begin(): Worker {
    const started = new Worker(program, {
      resourceLimits: {
        maxOldGenerationSizeMb: mostMemory,
        ...(mostYoung !== undefined && { maxYoungGenerationSizeMb: mostYoung }),
      },
    });
    started.on('message', (answer: Answer<Of>) => {
      if (started === thread) hear(started, answer);
    });
    started.on('error', (error) => abandon(started, explained(error)));
    started.on('exit', (code) => abandon(started, new Error(`${work} ended with code ${code}`)));
    return started;
  }

  function explained(error: unknown): unknown {
    const isFull = error instanceof Error && 'code' in error && error.code === OUT_OF_MEMORY;
    return isFull ? new Error(`${work} took more memory than its ${mostMemory} MB`) : error;
  }

  function hear(from: Worker, answer: Answer<Of>): void {
    if ('progress' in answer) {
      current?.timer.refresh();
      current?.asked.onProgress?.(answer.progress);
      return;
    }
    const settle = ({ done, failed }: Asked<Of>): void =>
      'outcome' in answer ? done(answer.outcome) : failed(new Error(answer.error));
    // Only then the next begins: two at once would take twice the memory.
    if (isKept) finish(settle);
    else void end(from).then(() => finish(settle));
  }

  async function end(ended: Worker): Promise<void> {
    thread = undefined;
    await ended.terminate();
  }

  /** Without this thread, which has failed or hangs, or whose task nobody waits for. */
  function abandon(ended: Worker, error: unknown): void {
    if (ended !== thread) return;
    void end(ended);
    finish(({ failed }) => failed(error));
  }

  function finish(settle: (asked: Asked<Of>) => void): void {
    if (current === undefined) return;
    clearTimeout(current.timer);
    settle(current.asked);
    current = undefined;
    next();
  }

  function next(): void {
    if (current !== undefined) return;
    const asked = waiting.shift();
    if (asked === undefined) return;
    const busy = (thread ??= begin());
    const timer = setTimeout(
      () => abandon(busy, new Error(`${work} took longer than ${longest / 1000} s`)),
      longest,
    );
    current = { asked, timer };
    busy.postMessage(asked.task, [...asked.handsOver]);
  }

  function forget(asked: Asked<Of>, reason: unknown): void {
    const place = waiting.indexOf(asked);
    if (place !== -1) waiting.splice(place, 1);
    if (current?.asked === asked && thread !== undefined && !isKept) abandon(thread, reason);
    else asked.failed(reason);
  }

  return {
    run: async (task, { signal, onProgress, handsOver = [] } = {}) => {
      signal?.throwIfAborted();
      if (isClosed) throw new Error(`${work} is over`);
      if (waiting.length >= mostWaiting) throw new Error(`too many others wait: ${work}`);
      const { promise, resolve: done, reject: failed } = Promise.withResolvers<Of['outcome']>();
      const asked = { task, done, failed, onProgress, handsOver };
      const listener = signal && addAbortListener(signal, () => forget(asked, signal.reason));
      waiting.push(asked);
      next();
      try {
        return await promise;
      } finally {
        listener?.[Symbol.dispose]();
      }
    },
    close: async () => {
      isClosed = true;
      const error = new Error(`${work} is over`);
      for (const { failed } of waiting.splice(0)) failed(error);
      const ended = thread;
      thread = undefined;
      finish(({ failed }) => failed(error));
      await ended?.terminate();
    },
  };
}
