import type { Redis } from 'ioredis';
import type { GroupFacts } from '../asking/explanation.ts';
import { createRedisDecisions } from '../store/redis/decisions.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { createRedisKnownAlarms } from '../store/redis/known-alarms.ts';
import { createRedisMutes } from '../store/redis/mutes.ts';
import { KEYS } from './wiring.ts';

/** So many of a group's alerts are read to say what they are. */
const ALERTS_SHOWN = 50;

/** Reads what is kept of groups, by their keys. */
export function createGroupFacts(redis: Redis): (key: string) => Promise<GroupFacts> {
  const groups = createRedisGroups(redis, KEYS);
  const kept = createRedisDecisions(redis, KEYS);
  const known = createRedisKnownAlarms(redis, KEYS);
  const mutes = createRedisMutes(redis, KEYS);
  return async (key) => {
    const [whole, decisions, silences] = await Promise.all([
      groups.find(key),
      kept.of(key),
      mutes.silences(),
    ]);
    const shown = [...(whole?.members.keys() ?? [])].slice(0, ALERTS_SHOWN);
    const alerts = new Map((await known.alerts(shown)).map((alert) => [alert.fingerprint, alert]));
    return { ...(whole !== undefined && { whole }), alerts, silences, decisions };
  };
}
