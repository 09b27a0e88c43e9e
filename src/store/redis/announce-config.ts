import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { configChangedEvents } from '../../engine/config-changed.ts';
import { isActive } from './active-policy.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

const GROUPS_AT_ONCE = 500;

/** Another policy may be the active one by now: then it was for nothing. */
const finish = script(`
  if ${isActive('KEYS[2]', 'ARGV[1]')} then redis.call('SET', KEYS[1], ARGV[1]) end
`);

/** A group may close in this very moment, and is not to come back into the index. */
const list = script(`
  if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('SADD', KEYS[1], ARGV[1]) end
`);

/**
 * Appends an event for every group, unless that was done for this policy last. One that is cut short
 * is done again from the start: twice is once. On the way every group is put into the index, where
 * an earlier version did not.
 */
export async function announceConfig(redis: Redis, keys: Keys, digest: string): Promise<void> {
  if ((await redis.get(keys.placed)) === digest) return;
  const traceId = randomBytes(16).toString('hex');
  const prefix = keys.group('');
  let cursor = '0';
  do {
    const [next, names] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', GROUPS_AT_ONCE);
    cursor = next;
    const groups = names.map((name) => name.slice(prefix.length));
    await Promise.all(groups.map((group) => announceTo(group, traceId, redis, keys)));
  } while (cursor !== '0');
  await finish(redis, [keys.placed, keys.policy], [digest]);
}

async function announceTo(group: string, traceId: string, redis: Redis, keys: Keys): Promise<void> {
  await list(redis, [keys.groups, keys.group(group)], [group]);
  const fingerprints = await redis.hkeys(keys.members(group));
  for (const event of configChangedEvents(group, fingerprints, traceId)) {
    await redis.xadd(keys.inbox, '*', 'event', JSON.stringify(event));
  }
}
