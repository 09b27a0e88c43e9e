import { startSchedule } from '../intake/reconcile/schedule.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { decidingBy } from './deciding.ts';
import { KEYS, type Wiring } from './wiring.ts';

export interface Looking {
  /** The work that one replica at a time does. */
  readonly name: string;
  /** Milliseconds from a look to the next. */
  readonly every: number;
  readonly look: (abort: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks now and then whether something is due, one replica at a time and only with the config that decides: a
 * replica with another one knows of other things, and would end what these have raised.
 *
 * @returns what stops it, once the look that is under way has ended
 */
export function lookOnSchedule(
  wiring: Pick<Wiring, 'config' | 'redis' | 'version'>,
  { name, every, look, onError }: Looking,
): () => Promise<void> {
  const isDeciding = decidingBy(wiring);
  const schedule = startSchedule({
    turns: createRedisTurns(wiring.redis, KEYS),
    name,
    every,
    async work(abort) {
      if (await isDeciding()) await look(abort);
    },
    onError,
  });
  return () => schedule.stop();
}
