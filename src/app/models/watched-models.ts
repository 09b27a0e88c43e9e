import type { Config } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema/models.ts';
import type { WatchedModel } from '../../drift/runs/model.ts';
import { DEFAULT_RULES } from '../../drift/report/rules.ts';
import { dueTimes } from './due-times.ts';

const USUAL_PREDICTION = 'prediction';

/** The models of a config whose features are looked at. */
export function watchedModels(config: Config): readonly WatchedModel[] {
  const { models, drift } = config;
  const dueAt = dueTimes(config);
  return models.flatMap((model) => watchedModel(model, drift, dueAt) ?? []);
}

function watchedModel(
  { features, drift, ...model }: ModelConfig,
  usual: Config['drift'],
  dueAt: Readonly<Record<WatchedModel['schedule'], WatchedModel['dueAt']>>,
): WatchedModel | undefined {
  if (features === undefined) return undefined;
  const { name, title = name, version, labels, region, role_arn } = model;
  const { prediction = USUAL_PREDICTION, schedule, window, report } = drift;
  return {
    name,
    title,
    version,
    labels,
    features: { ...features, s3: { region, role_arn } },
    prediction,
    rules: {
      rule: drift.rule ?? usual.rule ?? DEFAULT_RULES.rule,
      pvalue: drift.pvalue ?? usual.pvalue ?? DEFAULT_RULES.pvalue,
      correction: drift.correction ?? usual.correction ?? DEFAULT_RULES.correction,
      distances: drift.distances ?? usual.distances ?? DEFAULT_RULES.distances,
    },
    sustained: drift.sustained ?? usual.sustained ?? 1,
    window,
    schedule,
    dueAt: dueAt[schedule],
    ...(report !== undefined && { channel: report.channel }),
  };
}
