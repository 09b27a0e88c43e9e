import type { GroupFacts } from '../asking/explanation.ts';
import type { Config } from '../config/load.ts';
import type { Groups } from '../engine/ports/groups.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { createGroupFacts } from './group-facts.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export type { WholeGroup } from '../engine/ports/groups.ts';

export interface OpenGroups {
  readonly list: Groups['list'];
  readonly find: Groups['find'];
  readonly facts: (key: string) => Promise<GroupFacts>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  close(): void;
}

/**
 * The groups of the bot that a config describes.
 *
 * @throws Error in words for people when its Redis can't be reached
 */
export async function openGroups(config: Config): Promise<OpenGroups> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  const groups = createRedisGroups(redis, KEYS);
  return {
    list: () => groups.list(),
    find: (key) => groups.find(key),
    facts: createGroupFacts(redis),
    now: clock.now,
    close() {
      clock.stop();
      redis.disconnect();
    },
  };
}
