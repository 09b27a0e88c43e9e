import type { Redis } from 'ioredis';
import { z } from 'zod';

/** One that lives looks for entries more than once a second; this is long, in milliseconds. */
const GONE_AFTER = 60 * 60 * 1000;

/** `name`, its value, `pending`, its value, `idle`, its value, and what later versions add. */
const consumersSchema = z.array(
  z
    .tuple([z.string(), z.string(), z.string(), z.number(), z.string(), z.number()])
    .rest(z.unknown()),
);

/**
 * Forgets a stream's consumers of processes that are long gone. One that left entries unfinished stays
 * until they are taken over: with it they would be forgotten too.
 */
export async function dismissConsumers(
  redis: Redis,
  stream: string,
  group: string,
  goneAfter = GONE_AFTER,
): Promise<void> {
  const consumers = consumersSchema.parse(await redis.xinfo('CONSUMERS', stream, group));
  for (const [, name, , pending, , idle] of consumers) {
    if (pending > 0 || idle < goneAfter) continue;
    await redis.xgroup('DELCONSUMER', stream, group, name);
  }
}
