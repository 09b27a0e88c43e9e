import { HELD_UP } from '../../engine/ports/delivery-store.ts';
import { isActive } from './active-policy.ts';
import { script } from './script.ts';

/** The journal's field that says that an outcome is on its way to being committed. */
const FINISHED = 'finished';

/** An id without its effect (somebody's repair, half a restore) has nothing to relay: it goes. */
export const claim = script(`
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

/** For each of some targets (lease and journal; token): its journal, or nothing where it is not to be had. */
export const begin = script(`
  local isActive = ${isActive('KEYS[1]', 'ARGV[1]')}
  local results = {}
  for n = 1, #ARGV - 2 do
    local lease, journal, token = KEYS[2 * n], KEYS[2 * n + 1], ARGV[n + 2]
    results[n] = false
    if isActive and redis.call('HEXISTS', journal, '${FINISHED}') == 0 and (
      redis.call('GET', lease) == token or redis.call('SET', lease, token, 'NX', 'PX', ARGV[2])
    ) then
      results[n] = redis.call('HGETALL', journal)
    end
  end
  return results
`);

/** For each of some targets (lease and journal; token, step and value): 0 where the lease was lost. */
export const note = script(`
  local results = {}
  for n = 1, #KEYS / 2 do
    local lease, journal, token = KEYS[2 * n - 1], KEYS[2 * n], ARGV[3 * n - 2]
    results[n] = redis.call('GET', lease) == token and 1 or 0
    if results[n] == 1 then redis.call('HSET', journal, ARGV[3 * n - 1], ARGV[3 * n]) end
  end
  return results
`);

/** For each of some targets (lease and journal; token and outcome): 0 where the lease was lost. */
export const finish = script(`
  local results = {}
  for n = 1, #ARGV / 2 do
    local lease, journal, token = KEYS[2 * n], KEYS[2 * n + 1], ARGV[2 * n - 1]
    results[n] = redis.call('GET', lease) == token and 1 or 0
    if results[n] == 1 and redis.call('HSET', journal, '${FINISHED}', '1') == 1 then
      redis.call('XADD', KEYS[1], '*', 'event', ARGV[2 * n])
    end
  end
  return results
`);

export const holdUp = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  if redis.call('HSETNX', KEYS[2], '${HELD_UP}', ARGV[2]) == 0 then return 1 end
  redis.call('XADD', KEYS[3], '*', 'event', ARGV[3])
  return 1
`);

export const release = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`);

export const renew = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return 0
`);
