import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  MOST_AT_ONCE,
  MOST_OF_ONE,
  MOST_OF_ONE_AT_ONCE,
  PLACE_KEPT_FOR,
  type JobLine,
} from '../../engine/ports/job-line.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** So long a wish to cancel is known, in milliseconds: longer than any job lives. */
const WISH_KEPT_FOR = 24 * 60 * 60_000;

/** KEYS: the line by time of asking, until when each place is kept, who asked, who has a turn. */
const LINE = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local function forget(id)
    redis.call('ZREM', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    redis.call('HDEL', KEYS[3], id)
    redis.call('HDEL', KEYS[4], id)
  end
  local function place(id, person, at)
    redis.call('ZADD', KEYS[1], 'NX', at, id)
    redis.call('ZADD', KEYS[2], now + ${PLACE_KEPT_FOR}, id)
    redis.call('HSET', KEYS[3], id, person)
  end
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do forget(id) end
`;

/** ARGV: the job, who asked, when. */
const enter = script(`${LINE}
  if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    local own = 0
    for _, person in ipairs(redis.call('HVALS', KEYS[3])) do
      if person == ARGV[2] then own = own + 1 end
    end
    if own >= ${MOST_OF_ONE} then return 0 end
  end
  place(ARGV[1], ARGV[2], ARGV[3])
  return 1
`);

/** ARGV: the job, who asked, when, the token. Those before it whose turn has come are let pass first. */
const take = script(`${LINE}
  local wish = redis.call('GET', KEYS[5])
  if wish then return {'cancelled', wish} end
  place(ARGV[1], ARGV[2], ARGV[3])
  local all, own, ahead = 0, {}, 0
  local ids = redis.call('ZRANGE', KEYS[1], 0, -1)
  local people, turns = {}, {}
  for n, id in ipairs(ids) do
    people[n], turns[n] = redis.call('HGET', KEYS[3], id), redis.call('HEXISTS', KEYS[4], id) == 1
    if turns[n] and id ~= ARGV[1] then
      all, own[people[n]] = all + 1, (own[people[n]] or 0) + 1
    end
  end
  for n, id in ipairs(ids) do
    local ofOne = own[people[n]] or 0
    local isTurn = all < ${MOST_AT_ONCE} and ofOne < ${MOST_OF_ONE_AT_ONCE}
    if id == ARGV[1] then
      if not isTurn and not turns[n] then
        return {'waits', ahead, ofOne >= ${MOST_OF_ONE_AT_ONCE} and 1 or 0}
      end
      redis.call('HSET', KEYS[4], id, ARGV[4])
      return {'ours'}
    end
    if not turns[n] then
      ahead = ahead + 1
      if isTurn then all, own[people[n]] = all + 1, ofOne + 1 end
    end
  end
`);

/** ARGV: the job, the token. */
const renew = script(`${LINE}
  local wish = redis.call('GET', KEYS[5])
  if wish then return {'cancelled', wish} end
  if redis.call('HGET', KEYS[4], ARGV[1]) ~= ARGV[2] then return {'lost'} end
  redis.call('ZADD', KEYS[2], now + ${PLACE_KEPT_FOR}, ARGV[1])
  return {'ours'}
`);

const leave = script(`${LINE}
  forget(ARGV[1])
  return 1
`);

/** ARGV: by whom, then the command that appends to the trail. */
const cancel = script(`
  if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ${WISH_KEPT_FOR}) then return 0 end
  redis.call(unpack(ARGV, 2))
  return 1
`);

const answerSchema = z.union([
  z.tuple([z.enum(['ours', 'lost'])]).transform(([state]) => ({ state })),
  z.tuple([z.literal('cancelled'), z.string()]).transform(([state, by]) => ({ state, by })),
]);
const turnSchema = z.union([
  z.tuple([z.literal('ours')]).transform(([state]) => ({ state })),
  z.tuple([z.literal('cancelled'), z.string()]).transform(([state, by]) => ({ state, by })),
  z
    .tuple([z.literal('waits'), z.int(), z.int()])
    .transform(([state, ahead, own]) => ({ state, ahead, isOwn: own === 1 })),
]);

/** The line of slow work that all replicas share, on Redis. It is short: who may enter is bounded. */
export function createRedisJobLine(redis: Redis, keys: Keys): JobLine {
  const { order, kept, people, turns } = keys.jobs;
  const line = [order, kept, people, turns];
  return {
    enter: async ({ id, person, at }) => (await enter(redis, line, [id, person, at])) === 1,
    async take({ id, person, at }, token) {
      const all = [...line, keys.jobs.cancelled(id)];
      return turnSchema.parse(await take(redis, all, [id, person, at, token]));
    },
    async renew(id, token) {
      return answerSchema.parse(
        await renew(redis, [...line, keys.jobs.cancelled(id)], [id, token]),
      );
    },
    async leave(id) {
      await leave(redis, line, [id]);
    },
    async cancel(id, by, deed) {
      const args = [by, ...auditCommand(deed, keys)];
      return (await cancel(redis, [keys.jobs.cancelled(id)], args)) === 1;
    },
  };
}
