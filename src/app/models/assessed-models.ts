import type { Config } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema/models.ts';
import type { AssessedModel } from '../../drift/degradation/model.ts';
import { dueTimes } from './due-times.ts';

/** The models of a config whose predictions are measured by what turned out to be true. */
export function assessedModels(config: Config): readonly AssessedModel[] {
  const daily = dueTimes(config).daily;
  return config.models.flatMap((model) => assessedModel(model, daily) ?? []);
}

function assessedModel(
  { predictions, truth, degradation, ...model }: ModelConfig,
  daily: AssessedModel['dueAt'],
): AssessedModel | undefined {
  if (predictions === undefined) return undefined;
  const { name, title = name, type, version, trained_at, labels, region, role_arn } = model;
  const { from, columns, threshold, confidence } = predictions;
  const { baseline, windows, schedule, ctr, runbook, report } = degradation;
  const s3 = { region, role_arn };
  return {
    name,
    title,
    version,
    labels,
    threshold,
    confidence,
    ctr,
    windows,
    runbook,
    dueAt: schedule === 'never' ? () => undefined : daily,
    ...(type !== undefined && { type }),
    ...(trained_at !== undefined && { trainedAt: trained_at }),
    ...(from !== undefined && { predictions: { from, s3, columns } }),
    ...(truth !== undefined && { truth: { ...truth, s3 } }),
    ...(baseline !== undefined && { baseline: baselineIn(baseline, s3) }),
    ...(report !== undefined && { channel: report.channel }),
  };
}

function baselineIn(
  baseline: NonNullable<ModelConfig['degradation']['baseline']>,
  s3: { readonly region?: string | undefined; readonly role_arn?: string | undefined },
): NonNullable<AssessedModel['baseline']> {
  if ('from' in baseline) return { from: baseline.from, s3 };
  const { f1, precision, recall, roc_auc, ctr } = baseline;
  return {
    f1,
    precision,
    recall,
    ...(roc_auc !== undefined && { rocAuc: roc_auc }),
    ...(ctr !== undefined && { ctr }),
  };
}
