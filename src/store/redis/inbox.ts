import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  DEAD_LETTERS_KEPT,
  StoreUnavailable,
  type Acceptance,
  type Accepted,
  type Inbox,
} from '../../engine/ports/inbox.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';
import { together } from './together.ts';

/** Messages in one call: bounded so that one script never holds the server for long. */
const BATCH = 128;

/**
 * An event whose alarms have tags is appended with them, in the order of its signals. Where Redis can't append
 * it, or breaks off before, as on a key that somebody overwrote, its message is not taken for known when it is
 * sent again.
 */
const accept = script(`
  local results, at = {}, 2
  local function take() at = at + 1; return ARGV[at - 1] end
  while at <= #ARGV do
    local message, event, count = take(), take(), tonumber(take())
    local fields, tags, untagged = { 'event', event }, {}, {}
    for n = 1, count do
      local key = take()
      local tag = key ~= '' and redis.call('GET', key)
      if tag then fields[3] = 'tags' elseif key ~= '' then untagged[#untagged + 1] = n - 1 end
      tags[n] = tag or 'null'
    end
    if fields[3] then fields[4] = '[' .. table.concat(tags, ',') .. ']' end
    local isNew = redis.call('SET', message, '1', 'NX', 'PX', ARGV[1])
    if isNew then
      local kept = redis.pcall('XADD', KEYS[1], '*', unpack(fields))
      if kept.err then
        redis.call('DEL', message)
        return kept
      end
    end
    results[#results + 1] = isNew and untagged or 0
  end
  return results
`);

/** Once a message, however often it is sent again. */
const bury = script(`
  if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*',
    'messageId', ARGV[3], 'reason', ARGV[4], 'body', ARGV[5])
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[1])
  return 1
`);

/** For each message: 0 when its id was seen before, otherwise which of its signals have no tag. */
const answerSchema = z.array(z.union([z.array(z.int()), z.literal(0)]));

/**
 * The inbox on Redis. Messages that arrive while a call is under way go together in the next one:
 * one round trip, and with `appendfsync always` one sync to disk, for all of them.
 */
export function createRedisInbox(
  redis: Redis,
  keys: Keys,
  /** How long a message id is remembered: longer than any message may be old, in milliseconds. */
  rememberMs: number,
): Inbox {
  const acceptTogether = together(BATCH, async (batch: readonly Acceptance[]) => {
    const args = batch.flatMap(({ messageId, event, taggedBy = [] }) => [
      keys.message(messageId),
      JSON.stringify(event),
      taggedBy.length,
      ...taggedBy.map((alarm) => (alarm === undefined ? '' : keys.severityTag(alarm))),
    ]);
    const answers = answerSchema.parse(await accept(redis, [keys.inbox], [rememberMs, ...args]));
    return answers.map((answer, index) => accepted(batch[index]?.taggedBy, answer));
  });

  return {
    async accept(acceptance) {
      try {
        return await acceptTogether(acceptance);
      } catch (error) {
        throw new StoreUnavailable('the store did not take the message', { cause: error });
      }
    },
    async deadLetter({ messageId, reason, body }) {
      try {
        const [key, id] = [keys.deadLetters, keys.deadLetter(messageId)];
        await bury(redis, [key, id], [rememberMs, DEAD_LETTERS_KEPT, messageId, reason, body]);
      } catch (error) {
        throw new StoreUnavailable('the store did not take the dead letter', { cause: error });
      }
    },
  };
}

function accepted(taggedBy: Acceptance['taggedBy'] = [], answer: 0 | readonly number[]): Accepted {
  if (answer === 0) return { isNew: false, untagged: [] };
  return { isNew: true, untagged: answer.flatMap((index) => taggedBy[index] ?? []) };
}
