import { keysOf } from '../../src/store/redis/keys.ts';
import type { TestRedis } from './redis.ts';
import { until } from './wait.ts';

/** A flush that is due later than this is a repeat, which no test waits for (milliseconds). */
const SOON = 60_000;

/**
 * Waits until the bot has nothing left to do: every event is decided, every delivery is settled, and
 * no flush is to come for a long time. What was not told by then will not be.
 */
export async function untilQuiet({ client }: TestRedis, timeoutMs = 20_000): Promise<void> {
  const keys = keysOf('tocsin');
  await until(
    'the bot has nothing left to do',
    async () => {
      const [seconds] = await client.time();
      const soon = Number(seconds) * 1000 + SOON;
      // In one transaction: what leaves one of the three for another must not be missed in both.
      const answers = await client
        .multi()
        .xlen(keys.inbox)
        .zcard(keys.outbox)
        .zcount(keys.timers, '-inf', soon)
        .exec();
      return answers?.every(([error, count]) => error === null && count === 0) ?? false;
    },
    timeoutMs,
  );
}
