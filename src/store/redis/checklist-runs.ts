import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  CHECKLISTS_KEPT_FOR,
  type ChecklistRun,
  type ChecklistRuns,
  type ChecklistTold,
} from '../../engine/ports/checklist-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, encode } from './record.ts';
import { script } from './script.ts';
import { createTelling } from './telling.ts';

/**
 * Writes a checklist and its deed. KEYS: runs, open, unsettled, order, told, audit. ARGV: id, run, name, when it
 * was due, the deed's command or ''.
 */
const WRITE = `
  local function write()
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
    if ARGV[5] ~= '' then redis.call(unpack(cjson.decode(ARGV[5]))) end
  end
`;

/** More ARGV: what was due until then is forgotten. Answers with the id of the run in the way. */
const begin = script(`
  ${WRITE}
  if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return ARGV[1] end
  local open = redis.call('HGET', KEYS[2], ARGV[3])
  if open and redis.call('HEXISTS', KEYS[1], open) == 1 then return open end
  write()
  redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
  redis.call('ZADD', KEYS[4], ARGV[4], ARGV[1])
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', ARGV[6])) do
    redis.call('HDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[5], id)
    redis.call('ZREM', KEYS[3], id)
    redis.call('ZREM', KEYS[4], id)
  end
  return ''
`);

/** More ARGV: its revision, whether it is closed. */
const change = script(`
  ${WRITE}
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if tonumber(revision) ~= ARGV[6] - 1 then return 0 end
  if ARGV[7] == '1' and redis.call('HGET', KEYS[2], ARGV[3]) == ARGV[1] then
    redis.call('HDEL', KEYS[2], ARGV[3])
  end
  write()
  return 1
`);

/** Checklists that were posted, on Redis: a hash of them by id, with their revisions; which is open, by name. */
export function createRedisChecklistRuns(redis: Redis, keys: Keys): ChecklistRuns {
  const { runs, open, unsettled, order, told } = keys.checklists;
  const all = [runs, open, unsettled, order, told, keys.audit];

  function written(run: ChecklistRun, deed: Deed | undefined): readonly (string | number)[] {
    const command = deed === undefined ? '' : JSON.stringify(auditCommand(deed, keys));
    return [run.id, encode(run.revision, run), run.name, run.dueAt, command];
  }

  async function find(id: string): Promise<ChecklistRun | undefined> {
    return decode<ChecklistRun>(await redis.hget(runs, id)).value;
  }

  async function those(ids: readonly string[]): Promise<readonly ChecklistRun[]> {
    if (ids.length === 0) return [];
    const texts = await redis.hmget(runs, ...ids);
    const found = texts.flatMap((text) => decode<ChecklistRun>(text).value ?? []);
    return found.toSorted((a, b) => a.dueAt - b.dueAt);
  }

  return {
    ...createTelling<ChecklistTold>(redis, { records: runs, unsettled, told }),
    async begin(run, deed) {
      const forgotten = run.dueAt - CHECKLISTS_KEPT_FOR;
      const answer = await begin(redis, all, [...written(run, deed), forgotten]);
      const inTheWay = z.string().parse(answer);
      return inTheWay === '' ? undefined : find(inTheWay);
    },
    find,
    async change(run, deed) {
      const isClosed = run.closedAt === undefined ? 0 : 1;
      const args = [...written(run, deed), run.revision, isClosed];
      return (await change(redis, all, args)) === 1;
    },
    open: async () => those(await redis.hvals(open)),
    between: async (since, until) => those(await redis.zrangebyscore(order, since, `(${until}`)),
  };
}
