import type { Redis } from 'ioredis';
import type { Said, WatchState, WatchStates } from '../../engine/ports/watch-states.ts';
import type { Arrival } from '../../rules/event.ts';
import type { Keys } from './keys.ts';
import { decodeHash } from './record.ts';
import { script } from './script.ts';

/** ARGV: the rule; its state, or nothing to forget it; what is said of it, or nothing. */
const settle = script(`
  if ARGV[2] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
  else redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
  if ARGV[3] ~= '' then redis.call('XADD', KEYS[2], '*', 'event', ARGV[3]) end
`);

/** How the watch rules stand, on Redis: a hash by name. */
export function createRedisWatchStates(
  redis: Redis,
  { watch, inbox }: Pick<Keys, 'watch' | 'inbox'>,
): WatchStates {
  async function write(rule: string, state: string, said: Said | undefined): Promise<void> {
    const event: Arrival | undefined = said && { type: 'signals', ...said };
    await settle(redis, [watch, inbox], [rule, state, event ? JSON.stringify(event) : '']);
  }
  return {
    all: async () => decodeHash<WatchState>(await redis.hgetall(watch)),
    put: (rule, state, said) => write(rule, JSON.stringify(state), said),
    forget: (rule, said) => write(rule, '', said),
  };
}
