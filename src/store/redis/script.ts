import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script that runs on the server in one atomic step. */
export interface Script {
  (redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
}

/** Makes a script callable: by its digest, or by its text where the server does not know it yet. */
export function script(lua: string): Script {
  const digest = hash('sha1', lua, 'hex');
  return async (redis, keys, args) => {
    try {
      // As one list: spread over a call, the arguments of a large batch would overflow the stack.
      return await redis.call('EVALSHA', [digest, keys.length, ...keys, ...args]);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.call('EVAL', [lua, keys.length, ...keys, ...args]);
    }
  };
}
