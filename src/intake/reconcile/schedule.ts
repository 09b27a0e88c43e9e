import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TURN_LASTS, type Turns } from '../../engine/ports/turns.ts';

export interface ScheduleOptions {
  readonly turns: Turns;
  /** The work's name: of all replicas one at a time does it. */
  readonly name: string;
  /** Milliseconds from one end to the next beginning. */
  readonly every: number;
  readonly work: (abort: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** After the store did not answer it is asked again, in milliseconds. */
const AFTER_ERROR = 5_000;

/**
 * Does some work at once and then every so often, one replica at a time: the others find the turn
 * taken, or not due, and ask again when it may be theirs. A replica that starts does it in any case,
 * for it may be the only one, after a long absence.
 */
export function startSchedule(options: ScheduleOptions): { readonly stop: () => Promise<void> } {
  const end = new AbortController();
  const running = repeat(options, end.signal);
  return {
    async stop() {
      end.abort();
      await running;
    },
  };
}

async function repeat(options: ScheduleOptions, end: AbortSignal): Promise<void> {
  const token = randomUUID();
  let isFirst = true;
  while (!end.aborted) {
    let wait = AFTER_ERROR;
    try {
      wait = await options.turns.take(options.name, token, { evenIfNotDue: isFirst });
      isFirst = false;
      if (wait === 0) await turn(options, token, end);
    } catch (error) {
      if (!end.aborted) options.onError(error);
    }
    await sleep(Math.min(wait, options.every), undefined, { signal: end }).catch(() => {});
  }
}

/** One turn, kept while the work lasts; the work is told to end when the turn was lost. */
async function turn(
  { turns, name, every, work, onError }: ScheduleOptions,
  token: string,
  end: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const keep = setInterval(() => {
    turns.renew(name, token).then(
      (isOurs) => isOurs || lost.abort(),
      () => lost.abort(),
    );
  }, TURN_LASTS / 3);
  try {
    await work(AbortSignal.any([end, lost.signal]));
  } catch (error) {
    if (!end.aborted) onError(error);
  } finally {
    clearInterval(keep);
    await turns.end(name, token, every);
  }
}
