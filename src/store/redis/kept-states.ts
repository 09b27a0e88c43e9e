import type { Redis } from 'ioredis';
import type { KeptStates, Said } from '../../engine/ports/kept-states.ts';
import type { Arrival } from '../../rules/event.ts';
import { decodeHash } from './record.ts';
import { script } from './script.ts';

/** ARGV: a name; its state, or nothing to forget it; what is said of it, or nothing. */
const settle = script(`
  if ARGV[2] == '' then redis.call('HDEL', KEYS[1], ARGV[1])
  else redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end
  if ARGV[3] ~= '' then redis.call('XADD', KEYS[2], '*', 'event', ARGV[3]) end
`);

/** How things stand, on Redis: a hash by name. */
export function createRedisStates<State>(
  redis: Redis,
  hash: string,
  inbox: string,
): KeptStates<State> {
  async function write(name: string, state: string, said: Said | undefined): Promise<void> {
    const event: Arrival | undefined = said && { type: 'signals', ...said };
    await settle(redis, [hash, inbox], [name, state, event ? JSON.stringify(event) : '']);
  }
  return {
    all: async () => decodeHash<State>(await redis.hgetall(hash)),
    put: (name, state, said) => write(name, JSON.stringify(state), said),
    forget: (name, said) => write(name, '', said),
  };
}
