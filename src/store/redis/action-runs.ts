import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  ACTION_RUNS_KEPT,
  isOpen,
  type ActionRun,
  type ActionRuns,
  type RunTold,
} from '../../engine/ports/action-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, encode } from './record.ts';
import { script } from './script.ts';

/**
 * Writes a run and its deed. KEYS: runs, unsettled, started, last, order, told, audit. ARGV: key, run, about,
 * when it was asked for, when it was started or '', the deed's command or ''.
 */
const WRITE = `
  local function write()
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
    local isLast = (redis.call('HGET', KEYS[4], ARGV[3]) or ARGV[1]) == ARGV[1]
    if ARGV[5] ~= '' and isLast then redis.call('HSET', KEYS[3], ARGV[3], ARGV[5]) end
    if ARGV[6] ~= '' then redis.call(unpack(cjson.decode(ARGV[6]))) end
  end
`;

/** More ARGV: how long is rested, the run about the same thing that was last, and is over. */
const open = script(`
  ${WRITE}
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 'opened' end
  if (redis.call('HGET', KEYS[4], ARGV[3]) or '') ~= ARGV[8] then return 'again' end
  local started = tonumber(redis.call('HGET', KEYS[3], ARGV[3]))
  local askedAt, rest = tonumber(ARGV[4]), tonumber(ARGV[7])
  if started and started + rest > askedAt and started - rest < askedAt then
    return string.format('%.0f', started + ARGV[7])
  end
  write()
  redis.call('HSET', KEYS[4], ARGV[3], ARGV[1])
  redis.call('ZADD', KEYS[5], ARGV[4], ARGV[1])
  for _, key in ipairs(redis.call('ZRANGE', KEYS[5], 0, -${ACTION_RUNS_KEPT + 1})) do
    if not redis.call('ZSCORE', KEYS[2], key) then
      redis.call('HDEL', KEYS[1], key)
      redis.call('HDEL', KEYS[6], key)
      redis.call('ZREM', KEYS[5], key)
    end
  end
  return 'opened'
`);

/** More ARGV: its revision. */
const change = script(`
  ${WRITE}
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if tonumber(revision) ~= ARGV[7] - 1 then return 0 end
  write()
  return 1
`);

/** KEYS: runs, unsettled. ARGV: key, revision. */
const settle = script(`
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if revision == ARGV[2] then redis.call('ZREM', KEYS[2], ARGV[1]) end
`);

/** Runs of actions on Redis: a hash of them by key, with their revisions. */
export function createRedisActionRuns(redis: Redis, keys: Keys): ActionRuns {
  const { runs, unsettled, started, last, order, told } = keys.actions;
  const all = [runs, unsettled, started, last, order, told, keys.audit];

  function written(run: ActionRun, deed: Deed | undefined): readonly (string | number)[] {
    const command = deed === undefined ? '' : JSON.stringify(auditCommand(deed, keys));
    const { key, about, askedAt, startedAt = '', revision } = run;
    return [key, encode(revision, run), about, askedAt, startedAt, command];
  }

  async function find(key: string): Promise<ActionRun | undefined> {
    return decode<ActionRun>(await redis.hget(runs, key)).value;
  }

  return {
    async open(run, rest, deed) {
      for (;;) {
        const seen = (await redis.hget(last, run.about)) ?? '';
        const before = seen === run.key ? undefined : await find(seen);
        if (before !== undefined && isOpen(before)) return { kind: 'open', run: before };
        const answer = z
          .string()
          .parse(await open(redis, all, [...written(run, deed), rest, seen]));
        if (answer === 'opened') return undefined;
        if (answer !== 'again') return { kind: 'resting', until: Number(answer) };
      }
    },
    find,
    async latest(about) {
      const [key, at] = await Promise.all([redis.hget(last, about), redis.hget(started, about)]);
      const run = key === null ? undefined : await find(key);
      return { ...(run && { run }), ...(at !== null && { startedAt: Number(at) }) };
    },
    change: async (run, deed) =>
      (await change(redis, all, [...written(run, deed), run.revision])) === 1,
    unsettled: () => redis.zrange(unsettled, 0, '-1'),
    async told(key) {
      const text = await redis.hget(told, key);
      if (text === null) return undefined;
      const known: RunTold = JSON.parse(text);
      return known;
    },
    async noteTold(key, known) {
      await redis.hset(told, key, JSON.stringify(known));
    },
    async settle(key, revision) {
      await settle(redis, [runs, unsettled], [key, revision]);
    },
  };
}
