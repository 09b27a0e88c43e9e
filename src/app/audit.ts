import type { Config } from '../config/load.ts';
import type { AuditRecord, Deed } from '../engine/ports/audit.ts';
import { createRedisAudit } from '../store/redis/audit.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS, type Wiring } from './wiring.ts';

export type { AuditRecord } from '../engine/ports/audit.ts';

/** Writes what was done into the log and the trail. It never fails what it tells of. */
export function auditTrail({
  redis,
  log,
  trouble,
}: Pick<Wiring, 'redis' | 'log' | 'trouble'>): (deed: Deed) => void {
  const audit = createRedisAudit(redis, KEYS);
  const lines = log.named('audit');
  return (deed) => {
    const { traceId, action, ...rest } = deed;
    lines.info({ ...(traceId !== undefined && { trace_id: traceId }), action, ...rest }, action);
    void audit.append(deed).catch(trouble);
  };
}

/** Writes a deed into the trail of the bot that a config describes. */
export async function appendAudit(config: Config, deed: Deed): Promise<void> {
  const redis = await connectRunning(config);
  try {
    await createRedisAudit(redis, KEYS).append(deed);
  } finally {
    redis.disconnect();
  }
}

/**
 * The trail of the bot that a config describes.
 *
 * @param sinceAt from when on, epoch milliseconds by the store's clock: told its time now
 * @throws Error in words for people when its Redis can't be reached
 */
export async function* readAudit(
  config: Config,
  sinceAt: (now: number) => number,
): AsyncGenerator<AuditRecord, void> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    yield* createRedisAudit(redis, KEYS).list(sinceAt(clock.now()));
  } finally {
    clock.stop();
    redis.disconnect();
  }
}
