import type { Config } from '../config/load.ts';
import type { Deed } from '../engine/ports/audit.ts';
import type { DeadLetters } from '../engine/ports/dead-letters.ts';
import { createRedisAudit } from '../store/redis/audit.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisDeadLetters } from '../store/redis/dead-letters.ts';
import { thisPerson } from './actor.ts';
import { rememberMs } from './inbox.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export type { DeadLetters, KeptLetter } from '../engine/ports/dead-letters.ts';

export interface OpenDeadLetters {
  readonly letters: DeadLetters;
  /** Writes down what the person who runs the command did. */
  readonly audit: (deed: Omit<Deed, 'actor'>) => Promise<void>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  close(): void;
}

/**
 * The dead-letter list of the bot that a config describes.
 *
 * @throws Error in words for people when its Redis can't be reached
 */
export async function openDeadLetters(config: Config): Promise<OpenDeadLetters> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  const audit = createRedisAudit(redis, KEYS);
  return {
    letters: createRedisDeadLetters(redis, KEYS, rememberMs(config)),
    audit: (deed) => audit.append({ ...deed, actor: thisPerson() }),
    now: clock.now,
    close() {
      clock.stop();
      redis.disconnect();
    },
  };
}
