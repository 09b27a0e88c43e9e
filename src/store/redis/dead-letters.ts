import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { DeadLetters, KeptLetter } from '../../engine/ports/dead-letters.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** Letters read at once: their bodies may be large. */
const PAGE = 50;

/** The mark of a message is kept as the inbox keeps it: it is one message, whichever way it came. */
const replayOne = script(`
  if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then return 'gone' end
  redis.call('DEL', KEYS[2])
  if KEYS[4] and not redis.call('SET', KEYS[4], '1', 'NX', 'PX', ARGV[3]) then
    return 'accepted before'
  end
  redis.call('XADD', KEYS[3], '*', 'event', ARGV[2])
  return 'replayed'
`);

const discardOne = script(`
  redis.call('DEL', KEYS[2])
  return redis.call('XDEL', KEYS[1], ARGV[1])
`);

const resultSchema = z.enum(['replayed', 'accepted before', 'gone']);

/**
 * The dead-letter list on Redis, a stream.
 *
 * @param rememberMs how long a message id is remembered, as the inbox does, in milliseconds
 */
export function createRedisDeadLetters(redis: Redis, keys: Keys, rememberMs: number): DeadLetters {
  const { deadLetters, inbox } = keys;
  return {
    async *list() {
      const [newest] = await redis.xrevrange(deadLetters, '+', '-', 'COUNT', 1);
      if (newest === undefined) return;
      for (let from = '-'; ;) {
        const page = await redis.xrange(deadLetters, from, newest[0], 'COUNT', PAGE);
        yield* page.map(toLetter);
        const last = page.at(-1);
        if (last === undefined || page.length < PAGE) return;
        from = `(${last[0]}`;
      }
    },

    async find(id) {
      if (!/^\d+-\d+$/.test(id)) return undefined;
      const [entry] = await redis.xrange(deadLetters, id, id);
      return entry && toLetter(entry);
    },

    async replay({ id, messageId: kept }, { event, messageId }) {
      const mark = messageId === undefined ? [] : [keys.message(messageId)];
      const touched = [deadLetters, keys.deadLetter(kept), inbox, ...mark];
      return resultSchema.parse(
        await replayOne(redis, touched, [id, JSON.stringify(event), rememberMs]),
      );
    },

    async discard({ id, messageId }) {
      return (await discardOne(redis, [deadLetters, keys.deadLetter(messageId)], [id])) === 1;
    },
  };
}

function toLetter([id, flat]: [id: string, fields: string[]]): KeptLetter {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  const text = (name: string) => fields.get(name) ?? '';
  return {
    id,
    // Redis makes ids of its time and a counter.
    at: Number.parseInt(id, 10),
    messageId: text('messageId'),
    reason: text('reason'),
    body: text('body'),
    ...(fields.has('event') && { isEvent: true }),
  };
}
