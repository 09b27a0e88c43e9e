import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import type { ModelsAtHand } from '../../drift/degradation/at-hand.ts';
import { createRedisAudit } from '../../store/redis/audit.ts';
import {
  createRedisDegradationStates,
  createRedisModelReports,
} from '../../store/redis/model-reports.ts';
import { createRedisPredictions } from '../../store/redis/predictions.ts';
import { assessedModels } from './assessed-models.ts';
import { KEYS } from '../wiring.ts';

/** @param now the store's clock, epoch milliseconds */
export function modelsAtHand(config: Config, redis: Redis, now: () => number): ModelsAtHand {
  const models = assessedModels(config);
  return {
    models,
    unmeasured: config.models.flatMap(({ name }) =>
      models.some((one) => one.name === name) ? [] : [name],
    ),
    states: createRedisDegradationStates(redis, KEYS),
    reports: createRedisModelReports(redis, KEYS),
    predictions: createRedisPredictions(redis, KEYS, now),
    audit: createRedisAudit(redis, KEYS),
  };
}
