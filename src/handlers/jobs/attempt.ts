import { setTimeout as sleep } from 'node:timers/promises';
import type { JobLine } from '../../engine/ports/job-line.ts';
import type { Answer } from '../answer.ts';
import type { Job } from './job.ts';
import { progressText } from './words.ts';

/** How an attempt at some work ended; `lost`: another process has it, `stopping`: one is to have it. */
export type Ended =
  | { readonly how: 'answered'; readonly answer: Answer }
  | { readonly how: 'failed'; readonly error: unknown }
  | { readonly how: 'cancelled'; readonly by: string }
  | { readonly how: 'lost' | 'stopping' };

/** How often it is looked whether work is still wanted, and its progress shown; in milliseconds. */
export interface JobPace {
  readonly look: number;
  /** What is done sooner is answered without showing how it goes. */
  readonly show: number;
  readonly showAgain: number;
}

export const JOB_PACE: JobPace = { look: 500, show: 1_500, showAgain: 3_000 };

export interface AttemptParts {
  readonly line: JobLine;
  readonly pace: JobPace;
  /** Aborted when this process is to end. */
  readonly stopping: AbortSignal;
  /** Shows how far it is; true if it did. */
  readonly show: (standing: string) => Promise<boolean>;
}

/**
 * Does some work once, for as long as it is our turn and nobody cancels it, and shows how far it is. Work
 * that is not wanted any more is told so, and not waited for.
 *
 * @param waited how long who asked has waited already, in milliseconds
 */
export async function attempt(
  work: (job: Job) => Promise<Answer>,
  { id, token, waited }: { readonly id: string; readonly token: string; readonly waited: number },
  { line, pace, stopping, show }: AttemptParts,
): Promise<Ended> {
  const unwanted = new AbortController();
  let standing = 'Has begun';
  let showing: Promise<unknown> = Promise.resolve();
  let isShowing = false;
  let shown = '';
  let showFrom = performance.now() + pace.show - waited;

  const progress: Job['progress'] = (step, share) => (standing = progressText(step, share));
  const ended = begin(work, { signal: unwanted.signal, progress });
  try {
    for (;;) {
      const end = await within(pace.look, ended, stopping);
      if (end !== undefined) return end;
      const why = stopping.aborted ? { how: 'stopping' as const } : await whyNot();
      if (why !== undefined) return why;
      showIfDue();
    }
  } finally {
    unwanted.abort();
    // What is shown next is the result: nothing older is to land after it.
    await showing;
  }

  /** Why it is not to go on. Where the line can't be asked it goes on: its turn is kept for a while. */
  async function whyNot(): Promise<Ended | undefined> {
    const turn = await line.renew(id, token).catch(() => undefined);
    if (turn?.state === 'cancelled') return { how: 'cancelled', by: turn.by };
    return turn?.state === 'lost' ? { how: 'lost' } : undefined;
  }

  function showIfDue(): void {
    if (isShowing || standing === shown || performance.now() < showFrom) return;
    const next = standing;
    isShowing = true;
    showing = show(next)
      .then((isShown) => {
        if (!isShown) return;
        shown = next;
        showFrom = performance.now() + pace.showAgain;
      })
      // The result is what counts.
      .catch(() => {})
      .finally(() => (isShowing = false));
  }
}

async function begin(work: (job: Job) => Promise<Answer>, job: Job): Promise<Ended> {
  try {
    return { how: 'answered', answer: await work(job) };
  } catch (error) {
    return { how: 'failed', error };
  }
}

/** How something ended, if it does within so many milliseconds and before the process is to end. */
async function within(
  ms: number,
  ended: Promise<Ended>,
  stopping: AbortSignal,
): Promise<Ended | undefined> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, stopping]);
  const pause = sleep(ms, undefined, { signal }).catch(() => undefined);
  try {
    return await Promise.race([ended, pause]);
  } finally {
    over.abort();
  }
}
