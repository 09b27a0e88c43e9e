import type { Redis } from 'ioredis';
import type { Config } from '../../config/load.ts';
import type { CheckFigure } from '../../engine/ports/quality-reports.ts';
import { createRedisQualityReports } from '../../store/redis/quality-reports.ts';
import type { ColumnFigure, QualityFigures } from '../../telemetry/quality-metrics.ts';
import { KEYS } from '../wiring.ts';

/** What the newest runs found of the data sets of a config, whichever replica made them. */
export async function qualityFigures(
  { quality }: Pick<Config, 'quality'>,
  redis: Redis,
): Promise<readonly QualityFigures[]> {
  const reports = createRedisQualityReports(redis, KEYS);
  const all = await Promise.all(
    quality.map(async ({ name: dataset }): Promise<readonly QualityFigures[]> => {
      const run = await reports.newest(dataset);
      if (run === undefined) return [];
      const { at, rows, figures } = run;
      return [{ dataset, at, rows, columns: figures.flatMap((one) => figureOf(one) ?? []) }];
    }),
  );
  return all.flat();
}

function figureOf({ check, column, rule, value }: CheckFigure): ColumnFigure | undefined {
  if (column === undefined || value === undefined) return undefined;
  if (check === 'freshness') return { of: 'age', column, value: value / 1000 };
  if (check === 'completeness') return { of: 'completeness', column, value: 1 - value };
  return { of: 'invalid', column, value, ...(rule !== undefined && { rule }) };
}
