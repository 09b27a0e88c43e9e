import type { Config } from '../config/load.ts';
import type { ModelConfig } from '../config/schema/models.ts';
import type { WatchedModel } from '../drift/runs/model.ts';
import { DEFAULT_RULES } from '../drift/report/rules.ts';
import { recurring } from '../rules/recurrence.ts';

const HOUR = 3_600_000;
/** What is by the hour is written some minutes after it, in milliseconds. */
const AFTER_THE_HOUR = 10 * 60_000;
/** A midnight before any run. */
const FIRST_DAY = Date.UTC(2024, 0, 1);
const USUAL_PREDICTION = 'prediction';

/** The models of a config whose features are looked at. */
export function watchedModels(config: Config): readonly WatchedModel[] {
  const { models, drift } = config;
  const dueAt: Readonly<Record<WatchedModel['schedule'], WatchedModel['dueAt']>> = {
    daily: dailyAt(config),
    hourly: (now) => Math.floor((now - AFTER_THE_HOUR) / HOUR) * HOUR + AFTER_THE_HOUR,
    never: () => undefined,
  };
  return models.flatMap((model) => watchedModel(model, drift, dueAt) ?? []);
}

/** When the newest run of a day was due at a time, both epoch milliseconds. */
export function dailyAt({ drift, report }: Config): WatchedModel['dueAt'] {
  const zone = drift.timezone ?? report?.timezone ?? 'UTC';
  const start = FIRST_DAY + drift.at * 60_000;
  const daily = recurring({ rule: 'FREQ=DAILY', zone, start });
  return (now) => daily(now).latest;
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
