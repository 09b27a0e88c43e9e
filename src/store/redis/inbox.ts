import type { Redis } from 'ioredis';
import { z } from 'zod';
import {
  DEAD_LETTERS_KEPT,
  StoreUnavailable,
  type Acceptance,
  type Inbox,
} from '../../engine/ports/inbox.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** Messages in one call: bounded so that one script never holds the server for long. */
const BATCH = 128;

const accept = script(`
  local results = {}
  for i = 2, #ARGV, 2 do
    local fresh = redis.call('SET', ARGV[i], '1', 'NX', 'PX', ARGV[1])
    if fresh then redis.call('XADD', KEYS[1], '*', 'event', ARGV[i + 1]) end
    results[#results + 1] = fresh and 1 or 0
  end
  return results
`);

/** Once a message, however often it is sent again. */
const bury = script(`
  if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) then return 0 end
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*',
    'messageId', ARGV[3], 'reason', ARGV[4], 'body', ARGV[5])
  return 1
`);

/** For each message: 1 when it is new, 0 when its id was seen before. */
const answerSchema = z.array(z.union([z.literal(0), z.literal(1)]));

interface Waiting {
  readonly acceptance: Acceptance;
  readonly resolve: (fresh: boolean) => void;
  readonly reject: (error: Error) => void;
}

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
  const waiting: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      await send(batch);
    }
    busy = false;
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    const args = batch.flatMap(({ acceptance: { messageId, event } }) => [
      keys.message(messageId),
      JSON.stringify(event),
    ]);
    try {
      const fresh = answerSchema
        .length(batch.length)
        .parse(await accept(redis, [keys.inbox], [rememberMs, ...args]));
      for (const [index, one] of batch.entries()) one.resolve(fresh[index] === 1);
    } catch (error) {
      const unavailable = new StoreUnavailable('the store did not take the message', {
        cause: error,
      });
      for (const one of batch) one.reject(unavailable);
    }
  }

  return {
    accept: (acceptance) =>
      new Promise((resolve, reject) => {
        waiting.push({ acceptance, resolve, reject });
        if (!busy) void drain();
      }),
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
