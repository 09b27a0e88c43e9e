import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import type { DriftAtHand } from '../../drift/at-hand.ts';
import { createCompareModel } from '../../drift/runs/compare.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { createRedisBaselines } from '../../store/redis/baselines.ts';
import { createRedisDriftReports } from '../../store/redis/drift-reports.ts';
import { createRedisDriftStates } from '../../store/redis/drift-states.ts';
import { startComparer } from './drift-compared.ts';
import { watchedModels } from './watched-models.ts';
import { KEYS } from '../wiring.ts';

/** What is known of models, whatever the config is by now. */
export interface KnownDrift {
  readonly of: (config: Config) => DriftAtHand;
  /** Ends what is being compared. */
  readonly close: () => Promise<void>;
}

export function startDriftAtHand(redis: Redis, { now }: Clock): KnownDrift {
  const baselines = createRedisBaselines(redis, KEYS);
  const comparer = startComparer();
  const known = {
    states: createRedisDriftStates(redis, KEYS),
    reports: createRedisDriftReports(redis, KEYS),
    baselines,
    compare: createCompareModel({ baselines, comparer, now }),
  };
  return {
    of: (config) => ({ ...known, models: watchedModels(config) }),
    close: () => comparer.close(),
  };
}
