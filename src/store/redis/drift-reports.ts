import type { Redis } from 'ioredis';
import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import type { Keys } from './keys.ts';
import { createRedisRunReports } from './run-reports.ts';

/** What runs over models have found, on Redis. */
export function createRedisDriftReports(
  redis: Redis,
  { drift }: Pick<Keys, 'drift'>,
): DriftReports {
  return createRedisRunReports(redis, drift);
}
