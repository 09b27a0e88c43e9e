import type { Redis } from 'ioredis';

/** Sends a command that blocks, and sees to it that it is answered by then. */
export type Punctual = <T>(waitMs: number, command: () => Promise<T>) => Promise<T>;

/** The name that a connection has with the server: a new one each time it connects. */
interface Connected {
  readonly stream: Redis['stream'];
  readonly id: Promise<number | undefined>;
}

/**
 * Redis ends the waiting of its clients whenever it has something to do, and while it has nothing to do
 * ten times a second: what waits for a timer would be a tenth of a second late. So it is asked to. Where
 * it does not allow that, the waiting ends when Redis ends it.
 *
 * @param waiting the connection on which the command blocks
 * @param redis another one
 */
export function createPunctual(waiting: Redis, redis: Redis): Punctual {
  let connected: Connected | undefined;

  function connection(): Connected {
    if (connected?.stream !== waiting.stream) connected = undefined;
    connected ??= { stream: waiting.stream, id: waiting.client('ID').catch(() => undefined) };
    return connected;
  }

  async function unblock(asked: Connected): Promise<void> {
    const id = await asked.id;
    if (id !== undefined && asked.stream === waiting.stream) await redis.client('UNBLOCK', id);
  }

  return async (waitMs, command) => {
    const asked = connection();
    const timer = setTimeout(() => void unblock(asked).catch(() => {}), waitMs);
    try {
      return await command();
    } finally {
      clearTimeout(timer);
    }
  };
}
