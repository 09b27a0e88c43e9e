import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Deed } from '../../engine/ports/audit.ts';
import {
  ATTEMPTS_KEPT,
  ATTEMPTS_KNOWN_FOR,
  isUnderWay,
  type Attempt,
  type Automation,
  type Held,
  type StoppedBinding,
  type SwitchedOff,
} from '../../engine/ports/automation.ts';
import { auditCommand } from './audit-command.ts';
import type { Keys } from './keys.ts';
import { decode, decodeHash, encode } from './record.ts';
import { script } from './script.ts';

const DAY = 86_400_000;

/** ARGV: the deed's command. */
const TOLD = `
  local function told(command)
    if command ~= '' then redis.call(unpack(cjson.decode(command))) end
  end
`;

/**
 * Writes an attempt and its deed. KEYS: attempts, order, under way, in turn, audit, and for a claim: switch,
 * stopped, turns. ARGV: id, attempt, revision, when it began, whether it is under way, the deed's command,
 * whether it has its turn, its binding.
 */
const WRITE = `
  ${TOLD}
  local function revision()
    return tonumber(string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^%d+'))
  end
  local function write()
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    if ARGV[5] == '1' then redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
    else redis.call('ZREM', KEYS[3], ARGV[1]) end
    if ARGV[7] == '1' then redis.call('HSET', KEYS[4], ARGV[1], ARGV[8])
    else redis.call('HDEL', KEYS[4], ARGV[1]) end
    told(ARGV[6])
  end
`;

/** More KEYS: the ids of all that were made. */
const add = script(`
  ${WRITE}
  if revision() or redis.call('ZSCORE', KEYS[6], ARGV[1]) then return 0 end
  write()
  redis.call('ZADD', KEYS[6], ARGV[4], ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', ARGV[4] - ${ATTEMPTS_KNOWN_FOR})
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -${ATTEMPTS_KEPT + 1})) do
    if not redis.call('ZSCORE', KEYS[3], id) then
      redis.call('HDEL', KEYS[1], id)
      redis.call('ZREM', KEYS[2], id)
    end
  end
  return 1
`);

const change = script(`
  ${WRITE}
  if revision() ~= ARGV[3] - 1 then return 0 end
  write()
  return 1
`);

/** More ARGV: now, the cool-down, how many a day, whether it is alone. */
const claim = script(`
  ${WRITE}
  if revision() ~= ARGV[3] - 1 then return 'changed' end
  if redis.call('HEXISTS', KEYS[6], 'off') == 1 then return 'off' end
  if redis.call('HEXISTS', KEYS[7], ARGV[8]) == 1 then return 'stopped' end
  if ARGV[12] == '1' then
    for _, binding in ipairs(redis.call('HVALS', KEYS[4])) do
      if binding == ARGV[8] then return 'canary' end
    end
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[8], '-inf', ARGV[9] - ${DAY})
  local taken = redis.call('ZREVRANGE', KEYS[8], 0, -1, 'WITHSCORES')
  if taken[2] and taken[2] + ARGV[10] > tonumber(ARGV[9]) then
    return 'resting ' .. string.format('%.0f', taken[2] + ARGV[10])
  end
  local perDay = tonumber(ARGV[11])
  if #taken / 2 >= perDay then
    return 'spent ' .. string.format('%.0f', (taken[2 * perDay] or ARGV[9]) + ${DAY})
  end
  redis.call('ZADD', KEYS[8], ARGV[9], ARGV[1])
  write()
  return 'ours'
`);

/** KEYS: a hash, audit. ARGV: a field; its value, or nothing to take it out; the deed's command; whether it must be new. */
const put = script(`
  ${TOLD}
  local isThere = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1
  if ARGV[4] == '1' and isThere == (ARGV[2] ~= '') then return 0 end
  if ARGV[2] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
  else redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
  told(ARGV[3])
  return 1
`);

/** What is done by itself, on Redis: a hash of attempts by id, with their revisions. */
export function createRedisAutomation(redis: Redis, keys: Keys): Automation {
  const { attempts, order, made, underWay, inTurn, state, stopped, turns } = keys.automation;
  const written = [attempts, order, underWay, inTurn, keys.audit];

  const commandOf = (deed: Deed | undefined): string =>
    deed === undefined ? '' : JSON.stringify(auditCommand(deed, keys));

  function argumentsOf(attempt: Attempt, deed: Deed | undefined): readonly (string | number)[] {
    const { id, revision, at, binding } = attempt;
    const isOpen = isUnderWay(attempt);
    const hasTurn = isOpen && attempt.state !== 'waiting';
    const text = encode(revision, attempt);
    const record = [id, text, revision, at, Number(isOpen), commandOf(deed)];
    return [...record, Number(hasTurn), binding];
  }

  async function putIn(hash: string, field: string, value: string, deed: Deed, isNews: boolean) {
    const args = [field, value, commandOf(deed), Number(isNews)];
    return (await put(redis, [hash, keys.audit], args)) === 1;
  }

  async function all(ids: readonly string[]): Promise<readonly Attempt[]> {
    const texts = ids.length === 0 ? [] : await redis.hmget(attempts, ...ids);
    return texts.flatMap((text) => decode<Attempt>(text).value ?? []);
  }

  return {
    async standing() {
      const [known, bindings] = await Promise.all([redis.hgetall(state), redis.hgetall(stopped)]);
      const { off, 'seen-to': seenTo } = known;
      const switched: SwitchedOff | undefined = off === undefined ? undefined : JSON.parse(off);
      return {
        stopped: decodeHash<StoppedBinding>(bindings),
        ...(switched !== undefined && { off: switched }),
        ...(seenTo !== undefined && { seenTo: Number(seenTo) }),
      };
    },
    async turn(off, deed) {
      await putIn(state, 'off', off === undefined ? '' : JSON.stringify(off), deed, false);
    },
    stop: (binding, why, deed) => putIn(stopped, binding, JSON.stringify(why), deed, true),
    start: (binding, deed) => putIn(stopped, binding, '', deed, true),
    async noteSeen(to) {
      await redis.hset(state, 'seen-to', to);
    },
    add: async (attempt, deed) =>
      (await add(redis, [...written, made], argumentsOf(attempt, deed))) === 1,
    find: async (id) => decode<Attempt>(await redis.hget(attempts, id)).value,
    async claim(attempt, { cooldown, perDay, isCanary }, at, deed) {
      const more = [at, cooldown, perDay, Number(isCanary)];
      const ofBinding = [...written, state, stopped, turns(attempt.binding)];
      const args = [...argumentsOf(attempt, deed), ...more];
      return heldIn(z.string().parse(await claim(redis, ofBinding, args)));
    },
    change: async (attempt, deed) =>
      (await change(redis, written, argumentsOf(attempt, deed))) === 1,
    underWay: async () => all(await redis.zrange(underWay, 0, '-1')),
    latest: async (max) => all(await redis.zrevrange(order, 0, max - 1)),
  };
}

/** What a claim came to. */
function heldIn(answer: string): Held | undefined {
  const [kind, until] = answer.split(' ');
  switch (kind) {
    case 'off':
    case 'stopped':
    case 'canary':
    case 'changed':
      return { kind };
    case 'resting':
    case 'spent':
      return { kind, until: Number(until) };
    default:
      return undefined;
  }
}
