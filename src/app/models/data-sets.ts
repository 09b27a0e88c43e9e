import type { Config } from '../../config/load.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import { dueTimes } from './due-times.ts';

/** The data sets of a config. */
export function dataSetsOf(config: Config): readonly DataSet[] {
  const dueAt = dueTimes(config);
  return config.quality.map(
    ({
      name,
      title = name,
      from,
      region,
      role_arn,
      schedule,
      window,
      labels,
      report,
      ...rules
    }) => ({
      name,
      title,
      labels,
      from,
      s3: { region, role_arn },
      rules,
      window,
      schedule,
      dueAt: dueAt[schedule],
      ...(report !== undefined && { channel: report.channel }),
    }),
  );
}
