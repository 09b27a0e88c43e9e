import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Deed } from '../../engine/ports/audit.ts';
import {
  incidentId,
  INCIDENTS_KEPT_FOR,
  isRunning,
  WISH_KEPT_FOR,
  type Incident,
  type Incidents,
  type IncidentTold,
} from '../../engine/ports/incidents.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, encode } from './record.ts';
import { script } from './script.ts';
import { createTelling } from './telling.ts';

/**
 * Writes an incident and its deed. KEYS: records, order, running, unsettled, told, last, wish, audit; then the
 * sets of its groups. ARGV: id, incident, when it was opened, whether it runs, the deed's command or ''.
 */
const WRITE = `
  local function write()
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
    if ARGV[4] == '1' then redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
    else redis.call('ZREM', KEYS[3], ARGV[1]) end
    redis.call('ZADD', KEYS[4], ARGV[3], ARGV[1])
    for index = 9, #KEYS do
      redis.call('ZADD', KEYS[index], ARGV[3], ARGV[1])
      redis.call('PEXPIRE', KEYS[index], ${INCIDENTS_KEPT_FOR})
    end
    if ARGV[5] ~= '' then redis.call(unpack(cjson.decode(ARGV[5]))) end
  end
`;

/** More ARGV: the number before its own, since when incidents are kept. */
const begin = script(`
  ${WRITE}
  local before = redis.call('GET', KEYS[7])
  if before and redis.call('HEXISTS', KEYS[1], before) == 1 then return before end
  if (redis.call('GET', KEYS[6]) or '0') ~= ARGV[6] then return '' end
  redis.call('INCR', KEYS[6])
  redis.call('SET', KEYS[7], ARGV[1], 'PX', ${WISH_KEPT_FOR})
  write()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[7])) do
    if not redis.call('ZSCORE', KEYS[3], id) then
      redis.call('HDEL', KEYS[1], id)
      redis.call('HDEL', KEYS[5], id)
      redis.call('ZREM', KEYS[2], id)
      redis.call('ZREM', KEYS[4], id)
    end
  end
  return ARGV[1]
`);

/** More ARGV: its revision. */
const change = script(`
  ${WRITE}
  local revision = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+')
  if tonumber(revision) ~= ARGV[6] - 1 then return 0 end
  write()
  return 1
`);

/** Incidents on Redis: a hash of them by id, with their revisions. */
export function createRedisIncidents(redis: Redis, keys: Keys): Incidents {
  const { records, order, running, unsettled, told, last, wish: wishOf } = keys.incidents;
  const groupSet = keys.incidents.ofGroup;

  function touched({ groups }: Incident, wish: string): readonly string[] {
    const sets = groups.map(({ key }) => groupSet(key));
    return [records, order, running, unsettled, told, last, wish, keys.audit, ...sets];
  }

  function written(incident: Incident, deed: Deed | undefined): readonly (string | number)[] {
    const command = deed === undefined ? '' : JSON.stringify(auditCommand(deed, keys));
    const { id, revision, openedAt } = incident;
    return [id, encode(revision, incident), openedAt, isRunning(incident) ? '1' : '0', command];
  }

  async function found(ids: readonly string[]): Promise<readonly Incident[]> {
    if (ids.length === 0) return [];
    const texts = await redis.hmget(records, ...ids);
    return texts.flatMap((text) => decode<Incident>(text).value ?? []);
  }

  async function find(id: string): Promise<Incident | undefined> {
    return decode<Incident>(await redis.hget(records, id)).value;
  }

  async function ofGroup(key: string): Promise<readonly Incident[]> {
    const all = await found(await redis.zrange(groupSet(key), 0, '-1', 'REV'));
    return all.filter(({ groups }) => groups.some((group) => group.key === key));
  }

  return {
    ...createTelling<IncidentTold>(redis, { records, unsettled, told }),
    async begin(wish, make) {
      for (;;) {
        const before = Number((await redis.get(last)) ?? 0);
        const { incident, deed } = make(incidentId(before + 1));
        const others = await Promise.all(incident.groups.map(({ key }) => ofGroup(key)));
        const other = others.flat().find(isRunning);
        if (other !== undefined) return other;
        const since = incident.openedAt - INCIDENTS_KEPT_FOR;
        const args = [...written(incident, deed), before, since];
        const id = z.string().parse(await begin(redis, touched(incident, wishOf(wish)), args));
        if (id === incident.id) return incident;
        const known = await find(id);
        if (known !== undefined) return known;
      }
    },
    find,
    open: async () => found(await redis.zrange(running, 0, '-1')),
    ofGroup,
    between: async (since, until) =>
      found(await redis.zrange(order, since, `(${until}`, 'BYSCORE')),
    change: async (incident, deed) =>
      (await change(redis, touched(incident, wishOf('')), [
        ...written(incident, deed),
        incident.revision,
      ])) === 1,
  };
}
