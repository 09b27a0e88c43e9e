import type { Config } from '../config/load.ts';
import type { Tools } from '../handlers/handling.ts';
import { createRedisAudit } from '../store/redis/audit.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { errorsAtHand } from './metrics/errors-at-hand.ts';
import { logsAtHand } from './metrics/logs-at-hand.ts';
import { metricsAtHand } from './metrics/metrics-at-hand.ts';
import { startDriftAtHand } from './models/drift-at-hand.ts';
import { modelsAtHand } from './models/models-at-hand.ts';
import { startQualityAtHand } from './models/quality-at-hand.ts';
import { KEYS, type Wiring } from './wiring.ts';

type FigureTools = Pick<Tools, 'drift' | 'errors' | 'logs' | 'metrics' | 'models' | 'quality'>;

export interface FiguresAtHand {
  /** These, by a config. @throws when the file of a certificate authority can't be read */
  of(config: Config): FigureTools;
  close(): Promise<void>;
}

/** What people ask for of the world: metrics, logs, errors, and how models and their data are. */
export function startFiguresAtHand({
  redis,
  clock,
  metrics: counted,
}: Pick<Wiring, 'clock' | 'metrics' | 'redis'>): FiguresAtHand {
  const limiter = createRedisRateLimiter(redis, KEYS);
  const searches = new Set<Promise<unknown>>();
  const metrics = {
    limiter,
    onCharged: (source: string, count: number) => counted.charged({ source, metrics: count }),
  };
  const logs = {
    limiter,
    onScanned: (source: string, bytes: number) => counted.scanned({ source, bytes }),
    onSearch(search: Promise<unknown>) {
      const over = search.catch(() => {}).finally(() => searches.delete(over));
      searches.add(over);
    },
  };
  const errors = {
    turns: createRedisTurns(redis, KEYS),
    audit: createRedisAudit(redis, KEYS),
    now: clock.now,
  };
  const drift = startDriftAtHand(redis, clock);
  const quality = startQualityAtHand(redis, clock);
  return {
    of(config) {
      const tracked = errorsAtHand(config, errors);
      return {
        drift: drift.of(config),
        logs: logsAtHand(config, logs),
        metrics: metricsAtHand(config, metrics),
        models: modelsAtHand(config, redis, clock.now),
        quality: quality.of(config),
        ...(tracked !== undefined && { errors: tracked }),
      };
    },
    async close() {
      await Promise.all([drift.close(), quality.close()]);
      // Each stops its query when its work is to stop.
      await Promise.all(searches);
    },
  };
}
