import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { Group } from '../../alert/group.ts';
import {
  HELD_UP,
  LEASE_MS,
  LeaseLost,
  RELAY_AGAIN_AFTER,
  type DeliveryStore,
  type Journal,
} from '../../engine/ports/delivery-store.ts';
import { decode, decodeHash, toMilliseconds } from './record.ts';
import { isActive, type ActivePolicy } from './active-policy.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** The journal's field that says that an outcome is on its way to being committed. */
const FINISHED = 'finished';

/** An id without its effect (somebody's repair, half a restore) has nothing to relay: it goes. */
const claim = script(`
  local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3])
  local effects = {}
  for _, id in ipairs(due) do
    local effect = redis.call('HGET', KEYS[2], id)
    if effect then
      redis.call('ZADD', KEYS[1], ARGV[2], id)
      effects[#effects + 1] = effect
    else
      redis.call('ZREM', KEYS[1], id)
    end
  end
  return effects
`);

const begin = script(`
  if not (${isActive('KEYS[3]', 'ARGV[3]')}) then return nil end
  if redis.call('HEXISTS', KEYS[2], '${FINISHED}') == 1 then return nil end
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('HGETALL', KEYS[2]) end
  if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return nil end
  return redis.call('HGETALL', KEYS[2])
`);

const finish = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  if redis.call('HSET', KEYS[2], '${FINISHED}', '1') == 0 then return 1 end
  redis.call('XADD', KEYS[3], '*', 'event', ARGV[2])
  return 1
`);

const holdUp = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  if redis.call('HSETNX', KEYS[2], '${HELD_UP}', ARGV[2]) == 0 then return 1 end
  redis.call('XADD', KEYS[3], '*', 'event', ARGV[3])
  return 1
`);

const release = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`);

const note = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
  return 1
`);

const renew = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return 0
`);

const textsSchema = z.array(z.string());

/** Carrying effects out, on Redis. */
export function createRedisDeliveryStore(
  redis: Redis,
  keys: Keys,
  policy: ActivePolicy,
): DeliveryStore {
  return {
    async claimEffects(max) {
      const now = toMilliseconds(await redis.time());
      const answer = await claim(
        redis,
        [keys.outbox, keys.effects],
        [now, now + RELAY_AGAIN_AFTER, max],
      );
      return textsSchema.parse(answer).map((text) => JSON.parse(text));
    },

    async begin(target, token) {
      const answer = await begin(
        redis,
        [keys.lease(target), keys.journal(target), keys.policy],
        [token, LEASE_MS, policy.digest],
      );
      return answer === null ? undefined : toJournal(textsSchema.parse(answer));
    },

    async snapshot({ group: key, integration }) {
      const [time, text, fields, said] = await Promise.all([
        redis.time(),
        redis.get(keys.group(key)),
        redis.hgetall(keys.members(key)),
        redis.hget(keys.told(key), integration),
      ]);
      const group = decode<Group>(text).value;
      if (group === undefined) return undefined;
      return {
        now: toMilliseconds(time),
        group,
        members: decodeHash(fields),
        ...(said !== null && { told: JSON.parse(said) }),
      };
    },

    async alerts(fingerprints) {
      if (fingerprints.length === 0) return [];
      const texts = await redis.mget(fingerprints.map(keys.alert));
      return texts.map((text) => decode<Alert>(text).value).filter((alert) => alert !== undefined);
    },

    async note(target, token, step, value) {
      const answer = await note(
        redis,
        [keys.lease(target), keys.journal(target)],
        [token, step, JSON.stringify(value)],
      );
      if (answer !== 1) throw new LeaseLost(`${target.group} ${target.integration}`);
    },

    async holdUp(target, token, event) {
      await holdUp(
        redis,
        [keys.lease(target), keys.journal(target), keys.inbox],
        [token, JSON.stringify({ begunAt: event.since }), JSON.stringify(event)],
      );
    },

    async finish(target, token, outcome) {
      const answer = await finish(
        redis,
        [keys.lease(target), keys.journal(target), keys.inbox],
        [token, JSON.stringify(outcome)],
      );
      return answer === 1;
    },

    async renew(target, token) {
      await renew(redis, [keys.lease(target)], [token, LEASE_MS]);
    },

    async release(target, token) {
      await release(redis, [keys.lease(target)], [token]);
    },
  };
}

function toJournal(flat: readonly string[]): Journal {
  const entries: [string, Journal[string]][] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    entries.push([flat[index] ?? '', JSON.parse(flat[index + 1] ?? '')]);
  }
  return Object.fromEntries(entries);
}
