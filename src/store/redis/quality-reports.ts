import type { Redis } from 'ioredis';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import type { QualityReports, QualityStates } from '../../engine/ports/quality-reports.ts';
import { createRedisStates } from './kept-states.ts';
import type { Keys } from './keys.ts';
import { createRedisRunReports } from './run-reports.ts';

/** What runs over data sets have found, on Redis. */
export function createRedisQualityReports(
  redis: Redis,
  { quality }: Pick<Keys, 'quality'>,
): QualityReports {
  return createRedisRunReports(redis, quality);
}

/** How data sets stand, on Redis. */
export function createRedisQualityStates(
  redis: Redis,
  { quality, inbox }: Pick<Keys, 'quality' | 'inbox'>,
): QualityStates {
  return createRedisStates<DriftState>(redis, quality.states, inbox);
}
