import type { Alert } from '../alert/alert.ts';
import type { Config } from '../config/load.ts';
import type { Decision } from '../engine/ports/decisions.ts';
import type { Groups, WholeGroup } from '../engine/ports/groups.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisDecisions } from '../store/redis/decisions.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export type { Decision } from '../engine/ports/decisions.ts';
export type { WholeGroup } from '../engine/ports/groups.ts';

/** So many of a group's alerts are read to say what they are. */
const ALERTS_SHOWN = 50;

export interface GroupFacts {
  /** Absent for a group that is over and forgotten: its decisions are kept longer. */
  readonly whole?: WholeGroup;
  /** Some of its alerts, by fingerprint. */
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly decisions: readonly Decision[];
}

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
  const kept = createRedisDecisions(redis, KEYS);
  const known = createRedisKnownAlarms(redis, KEYS);
  return {
    list: () => groups.list(),
    find: (key) => groups.find(key),
    async facts(key) {
      const [whole, decisions] = await Promise.all([groups.find(key), kept.of(key)]);
      const shown = [...(whole?.members.keys() ?? [])].slice(0, ALERTS_SHOWN);
      const alerts = new Map(
        (await known.alerts(shown)).map((alert) => [alert.fingerprint, alert]),
      );
      return { ...(whole !== undefined && { whole }), alerts, decisions };
    },
    now: clock.now,
    close() {
      clock.stop();
      redis.disconnect();
    },
  };
}
