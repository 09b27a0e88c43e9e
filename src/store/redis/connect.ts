import { Redis } from 'ioredis';

/** Where Redis is: a `redis://` or `rediss://` URL, or the path of a Unix socket. */
export type RedisAddress = { readonly url: string } | { readonly path: string };

/** A command that is not answered by then has failed, in milliseconds. */
const COMMAND_TIMEOUT = 5_000;

/** For reads, commits and the intake: fails soon, so that senders are told to try again. */
export function connect(address: RedisAddress, onError: (error: Error) => void): Redis {
  const patience = { commandTimeout: COMMAND_TIMEOUT, socketTimeout: COMMAND_TIMEOUT };
  return open(address, { ...patience, maxRetriesPerRequest: 1 }, onError);
}

/** For commands that wait on purpose. */
export function connectWaiting(address: RedisAddress, onError: (error: Error) => void): Redis {
  return open(address, { socketTimeout: 2 * COMMAND_TIMEOUT, maxRetriesPerRequest: null }, onError);
}

interface Patience {
  readonly commandTimeout?: number;
  /** A connection that is silent for so long while it owes an answer is replaced. */
  readonly socketTimeout: number;
  readonly maxRetriesPerRequest: number | null;
}

function open(address: RedisAddress, patience: Patience, onError: (error: Error) => void): Redis {
  const options = {
    ...patience,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 2_000),
  };
  const redis =
    'url' in address
      ? new Redis(address.url, options)
      : new Redis({ ...options, path: address.path });
  redis.on('error', onError);
  return redis;
}
