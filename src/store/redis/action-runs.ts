import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  ACTION_RUNS_KEPT,
  isOpen,
  LIMITED_WITHIN,
  type ActionRun,
  type ActionRuns,
  type InTheWay,
  type RunLimits,
  type RunTold,
} from '../../engine/ports/action-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { subjectNames } from '../../engine/ports/subject.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, encode } from './record.ts';
import { script } from './script.ts';
import { createTelling } from './telling.ts';

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

/** What belongs to something is found for so long, in milliseconds: longer than incidents are kept. */
const FOUND_FOR = 400 * 24 * 3_600_000;

/**
 * More KEYS: what limits count, then what the run belongs to. More ARGV: how long is rested, the run about the same
 * thing that was last, and is over; how many are opened within an hour, of all and of one target, or '' twice.
 */
const open = script(`
  ${WRITE}
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 'opened' end
  if (redis.call('HGET', KEYS[4], ARGV[3]) or '') ~= ARGV[8] then return 'again' end
  local started = tonumber(redis.call('HGET', KEYS[3], ARGV[3]))
  local askedAt, rest = tonumber(ARGV[4]), tonumber(ARGV[7])
  if started and started + rest > askedAt and started - rest < askedAt then
    return string.format('resting %.0f', started + ARGV[7])
  end
  if ARGV[9] ~= '' then
    redis.call('ZREMRANGEBYSCORE', KEYS[8], '-inf', askedAt - ${LIMITED_WITHIN})
    local all, target = {}, {}
    for _, member in ipairs(redis.call('ZRANGE', KEYS[8], 0, -1)) do
      all[#all + 1] = member
      if string.sub(member, string.find(member, ' ', 1, true) + 1) == ARGV[3] then target[#target + 1] = member end
    end
    for _, bound in ipairs({ { 'all', all, tonumber(ARGV[9]) }, { 'target', target, tonumber(ARGV[10]) } }) do
      local of, counted, most = unpack(bound)
      if #counted >= most then
        local first = counted[#counted - most + 1]
        local at = first and tonumber(redis.call('ZSCORE', KEYS[8], first)) or askedAt
        return string.format('%s %.0f', of, at + ${LIMITED_WITHIN})
      end
    end
    redis.call('ZADD', KEYS[8], ARGV[4], ARGV[1] .. ' ' .. ARGV[3])
  end
  write()
  for index = 9, #KEYS do
    redis.call('ZADD', KEYS[index], ARGV[4], ARGV[1])
    redis.call('PEXPIRE', KEYS[index], ${FOUND_FOR})
  end
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

/** Runs of actions on Redis: a hash of them by key, with their revisions. */
export function createRedisActionRuns(redis: Redis, keys: Keys): ActionRuns {
  const { runs, unsettled, started, last, order, told, counted, of } = keys.actions;
  const all = [runs, unsettled, started, last, order, told, keys.audit];

  function written(run: ActionRun, deed: Deed | undefined): readonly (string | number)[] {
    const command = deed === undefined ? '' : JSON.stringify(auditCommand(deed, keys));
    const { key, about, askedAt, startedAt = '', revision } = run;
    return [key, encode(revision, run), about, askedAt, startedAt, command];
  }

  async function find(key: string): Promise<ActionRun | undefined> {
    return decode<ActionRun>(await redis.hget(runs, key)).value;
  }

  async function found(some: readonly string[]): Promise<readonly ActionRun[]> {
    const distinct = [...new Set(some)];
    if (distinct.length === 0) return [];
    const texts = await redis.hmget(runs, ...distinct);
    return texts.flatMap((text) => decode<ActionRun>(text).value ?? []);
  }

  return {
    ...createTelling<RunTold>(redis, { records: runs, unsettled, told }),
    async open(run, rest, deed, limits) {
      const places = [...all, counted, ...subjectNames(run.subject ?? {}).map(of)];
      const bounds = [limits?.perHour ?? '', limits?.perTarget ?? ''];
      for (;;) {
        const seen = (await redis.hget(last, run.about)) ?? '';
        const before = seen === run.key ? undefined : await find(seen);
        if (before !== undefined && isOpen(before)) {
          return (await find(run.key)) ? undefined : { kind: 'open', run: before };
        }
        const args = [...written(run, deed), rest, seen, ...bounds];
        const answer = z.string().parse(await open(redis, places, args));
        if (answer === 'opened') return undefined;
        if (answer !== 'again') return refusalIn(answer, limits);
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
    async of(subject) {
      const lists = subjectNames(subject).map((name) => redis.zrange(of(name), 0, '-1'));
      const these = await found((await Promise.all(lists)).flat());
      return these.toSorted((a, b) => a.askedAt - b.askedAt);
    },
    between: async (since, until) => found(await redis.zrangebyscore(order, since, `(${until}`)),
  };
}

/** Why it was not opened, in the script's words: `resting` or what the limit is of, and until when. */
function refusalIn(answer: string, limits: RunLimits | undefined): InTheWay {
  const [why, at] = answer.split(' ');
  const until = Number(at);
  if (why === 'all') return { kind: 'limit', of: why, most: limits?.perHour ?? 0, until };
  if (why === 'target') return { kind: 'limit', of: why, most: limits?.perTarget ?? 0, until };
  return { kind: 'resting', until };
}
