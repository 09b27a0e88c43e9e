import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import { DEGREES } from '../../drift/degradation/degree.ts';
import type { ModelReport } from '../../drift/degradation/report.ts';
import { createRedisModelReports } from '../../store/redis/model-reports.ts';
import type { ModelQuality } from '../../telemetry/model-metrics.ts';
import { KEYS } from '../wiring.ts';

/** The models of a config whose predictions are measured. */
export function predictingModels({ models }: Pick<Config, 'models'>): Config['models'] {
  return models.filter(({ predictions }) => predictions !== undefined);
}

/** How good the models of a config are by their newest reports, whichever replica made them. */
export async function modelQuality(
  { models }: Pick<Config, 'models'>,
  redis: Redis,
): Promise<readonly ModelQuality[]> {
  const reports = createRedisModelReports(redis, KEYS);
  const all = await Promise.all(
    predictingModels({ models }).map(async ({ name }) => {
      const kept = await reports.newest(name);
      return kept === undefined ? [] : qualityOf(JSON.parse(kept.report));
    }),
  );
  return all.flat();
}

function qualityOf({ model, version, windows }: ModelReport): readonly ModelQuality[] {
  return windows.flatMap(({ days, figures, change }) =>
    figures === undefined
      ? []
      : {
          model,
          version,
          window: `${days}d`,
          f1: figures.f1,
          precision: figures.precision,
          recall: figures.recall,
          ...(change !== undefined && { degradation: DEGREES.indexOf(change.degree) }),
        },
  );
}
