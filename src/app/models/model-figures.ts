import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import { createRedisDriftReports } from '../../store/redis/drift-reports.ts';
import type { ModelFigures } from '../../telemetry/metrics.ts';
import { KEYS } from '../wiring.ts';

/** What the newest runs found of the models of a config, whichever replica made them. */
export async function modelFigures(
  { models }: Pick<Config, 'models'>,
  redis: Redis,
): Promise<readonly ModelFigures[]> {
  const reports = createRedisDriftReports(redis, KEYS);
  const all = await Promise.all(
    models.map(async ({ name: model }): Promise<readonly ModelFigures[]> => {
      const run = await reports.newest(model);
      if (run === undefined) return [];
      const { version, at, share, meanKs, prediction, features } = run;
      const distances = Object.entries(features).map(([name, { distance }]) => [name, distance]);
      return [
        {
          model,
          version,
          at,
          share,
          ...(meanKs !== undefined && { meanKs }),
          ...(prediction !== undefined && { prediction: prediction.ks }),
          features: Object.fromEntries(distances),
        },
      ];
    }),
  );
  return all.flat();
}
