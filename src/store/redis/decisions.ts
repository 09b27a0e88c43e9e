import type { Redis } from 'ioredis';
import {
  DECISIONS_KEPT,
  DECISIONS_KEPT_FOR,
  type Decision,
  type Decisions,
} from '../../engine/ports/decisions.ts';
import type { Keys } from './keys.ts';
import { script } from './script.ts';

/** ARGV: for each of the lists how many texts it gets, and these. */
const append = script(`
  local at = 1
  for _, key in ipairs(KEYS) do
    local last = at + tonumber(ARGV[at])
    redis.call('RPUSH', key, unpack(ARGV, at + 1, last))
    redis.call('LTRIM', key, '${-DECISIONS_KEPT}', '-1')
    redis.call('PEXPIRE', key, '${DECISIONS_KEPT_FOR}')
    at = last + 1
  end
`);

/**
 * Decisions on Redis: a short list a group. What is appended in one go, as all that a batch of the
 * engine's decided is, is one call.
 */
export function createRedisDecisions(redis: Redis, keys: Keys): Decisions {
  let waiting: { readonly lists: string[]; readonly args: (string | number)[] } | undefined;
  let sent: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    await Promise.resolve();
    const { lists = [], args = [] } = waiting ?? {};
    waiting = undefined;
    await append(redis, lists, args);
  }

  return {
    append(group, decisions) {
      if (waiting === undefined) {
        waiting = { lists: [], args: [] };
        sent = send();
      }
      waiting.lists.push(keys.decisions(group));
      waiting.args.push(decisions.length, ...decisions.map((one) => JSON.stringify(one)));
      return sent;
    },

    async of(group) {
      const texts = await redis.lrange(keys.decisions(group), 0, '-1');
      // Written by us alone, so trusted.
      return texts.map((text): Decision => JSON.parse(text));
    },
  };
}
