import { isActive } from './active-policy.ts';
import { script } from './script.ts';

/**
 * For each commit: checks that what was read is still so and that the cause is still there, then
 * writes. The cause is used up last of the checks and first of the writes, so a commit that fails
 * leaves no trace. What a failed commit would have written is `spoiled`: a later
 * one of the batch builds on it, and must not be fooled by a version that somebody else wrote.
 * While another policy is active nothing is committed: that is for those who run with it.
 *
 * Redis takes nothing back of a script that breaks off, as on a key that somebody overwrote. So records
 * are written last of a commit: without them whoever decides it again writes everything. Its cause is
 * given back for that, and those before it stay done.
 *
 * Numbers stand as texts where Redis would have to make them so.
 *
 * Keys: inbox, timers, policy. Arguments: the consumer group, how many commits, the policy's digest, the
 * consumer, and the commits as `pushCommit` puts them.
 */
export const commitAll = script(`
  if not (${isActive('KEYS[3]', 'ARGV[3]')}) then return false end
  local inbox, timers, args, call = KEYS[1], KEYS[2], ARGV, redis.call
  local results, taken = {}, {}
  local cause, due, isUsed
  local function commit()
    local spoiled, at = {}, 5
    for n = 1, tonumber(args[2]) do
      local result = 'done'
      cause, due, isUsed = args[at], args[at + 1], false
      local from = at + 3
      local to = from + 4 * tonumber(args[at + 2]) - 1
      for r = from, to, 4 do
        local key = args[r]
        local known = string.match(call('GETRANGE', key, '0', '15'), '^%d+') or '0'
        if known ~= args[r + 1] or spoiled[key] then result = 'conflict' end
      end
      if due ~= '' then
        local score = call('ZSCORE', timers, cause)
        if not score or tonumber(score) ~= tonumber(due) then result = 'gone' end
        isUsed = result == 'done' and call('ZREM', timers, cause) == 1
      elseif result == 'done' then
        isUsed = call('XACK', inbox, args[1], cause) == 1
        if not isUsed then result = 'gone' end
      elseif #call('XRANGE', inbox, cause, cause) == 0 then
        result = 'gone'
      end
      at = to + 2
      for _ = 1, tonumber(args[to + 1]) do
        local last = at + tonumber(args[at])
        if isUsed then call(unpack(args, at + 1, last)) end
        at = last + 1
      end
      for r = from, to, 4 do
        local key, text, forgotten = args[r], args[r + 2], args[r + 3]
        if not isUsed then
          spoiled[key] = true
        elseif forgotten ~= '' then
          call('SET', key, text, 'PXAT', forgotten)
        elseif text ~= '' then
          call('SET', key, text)
        end
      end
      if isUsed and due == '' then taken[#taken + 1] = cause end
      results[n] = result
    end
  end
  local isWhole, failure = pcall(commit)
  if #taken > 0 then call('XDEL', inbox, unpack(taken)) end
  if isWhole then return results end
  if isUsed and due ~= '' then
    call('ZADD', timers, due, cause)
  elseif isUsed then
    call('XCLAIM', inbox, args[1], args[4], '0', cause, 'FORCE', 'JUSTID')
  end
  error(failure)
`);
