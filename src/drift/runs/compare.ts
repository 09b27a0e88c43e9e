import type { Baseline, Baselines } from '../../engine/ports/baselines.ts';
import { baselineTable } from '../baselines/baseline.ts';
import { howToMake } from '../baselines/how-to-make.ts';
import type { Window } from '../data/files/window.ts';
import { DataProblem } from '../data/problem.ts';
import type { Columns, Comparer, ComparisonWatch } from '../report/comparer.ts';
import type { DriftReport } from '../report/report.ts';
import type { WatchedModel } from './model.ts';

export interface CompareParts {
  readonly baselines: Pick<Baselines, 'active' | 'find'>;
  readonly comparer: Pick<Comparer, 'compare'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Compares a window of a model's data with its active baseline, beside the main thread. */
export type CompareModel = (
  model: WatchedModel,
  window: Window,
  watch?: ComparisonWatch,
) => Promise<DriftReport>;

/** @returns what throws a DataProblem where the data can't be read, or there is nothing to compare it with */
export function createCompareModel({ baselines, comparer, now }: CompareParts): CompareModel {
  return async (model, window, watch) => {
    const { name, version, features, prediction, rules } = model;
    const baseline = await activeBaseline(baselines, model);
    const { from, s3 } = features;
    const report = await comparer.compare(
      {
        model: name,
        version,
        at: now(),
        prediction,
        rules,
        sides: { reference: { table: baselineTable(baseline) }, current: { from, window, s3 } },
        columns: columnsOf(model),
      },
      watch,
    );
    if (baseline.version === version) return report;
    const remark = `It was compared with the baseline of version ${baseline.version}; that of ${version} is not active.`;
    return { ...report, remarks: [remark, ...report.remarks] };
  };
}

/** Which columns of a model's data are features. */
export function columnsOf({
  features,
  prediction,
}: Pick<WatchedModel, 'features' | 'prediction'>): Columns {
  const { categorical, only, except } = features;
  return { categorical, except, ...(only.length > 0 && { only: [...only, prediction] }) };
}

async function activeBaseline(
  baselines: CompareParts['baselines'],
  model: WatchedModel,
): Promise<Baseline> {
  const { name } = model;
  const active = await baselines.active(name);
  const found = active === undefined ? undefined : await baselines.find(name, active);
  if (found !== undefined) return found;
  throw new DataProblem(
    'nothing-there',
    `There is nothing to compare ${name} with: no baseline of it is active.`,
    `Make one of data that was good: ${howToMake(model)}; or activate one that there is: tocsin baseline list ${name}.`,
  );
}
