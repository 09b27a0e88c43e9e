import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import type { QualityAtHand } from '../../drift/quality/at-hand.ts';
import { taskOf } from '../../drift/quality/runs/dataset.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import {
  createRedisQualityReports,
  createRedisQualityStates,
} from '../../store/redis/quality-reports.ts';
import { dataSetsOf } from './data-sets.ts';
import { startChecker } from './quality-check.ts';
import { KEYS } from '../wiring.ts';

/** What is known of data sets, whatever the config is by now. */
export interface KnownQuality {
  readonly of: (config: Config) => QualityAtHand;
  /** Ends what is being checked. */
  readonly close: () => Promise<void>;
}

export function startQualityAtHand(redis: Redis, { now }: Pick<Clock, 'now'>): KnownQuality {
  const checker = startChecker();
  const known: Omit<QualityAtHand, 'sets'> = {
    states: createRedisQualityStates(redis, KEYS),
    reports: createRedisQualityReports(redis, KEYS),
    check: (data, window, watch) => checker.check(taskOf(data, window, now()), watch),
  };
  return {
    of: (config) => ({ ...known, sets: dataSetsOf(config) }),
    close: () => checker.close(),
  };
}
