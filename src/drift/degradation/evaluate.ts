import type { DegradationState, ModelReports } from '../../engine/ports/model-reports.ts';
import { createRuns, type RunParts } from '../runs/runs.ts';
import { driftSignal } from '../runs/signal.ts';
import { judgeModel, noLonger } from './judge.ts';
import type { Measure } from './measure.ts';
import type { AssessedModel } from './model.ts';
import type { ModelBaseline, ModelReport } from './report.ts';

type Parts = RunParts<AssessedModel, ModelReport, DegradationState>;

export interface DegradationParts extends Pick<
  Parts,
  'states' | 'now' | 'onFailure' | 'publish' | 'onUntold'
> {
  readonly models: readonly AssessedModel[];
  readonly reports: Pick<ModelReports, 'keep' | 'newest'>;
  /** @throws DataProblem where the data can't be read */
  readonly measure: Measure;
  /** Told of each report. */
  readonly onReport: (report: ModelReport) => void;
}

/**
 * Measures models by what turned out to be true, keeps the reports, and raises and ends the alerts of what
 * is worse than it was: as signals, which are routed and told like any other.
 *
 * @returns what measures the models that are due, of reports that nobody made in time only the newest. To
 *   be called now and then, by one replica at a time
 */
export function createDegradationRuns({
  models,
  reports,
  measure,
  onReport,
  ...parts
}: DegradationParts): (abort: AbortSignal) => Promise<void> {
  const { look } = createRuns({
    ...parts,
    all: models,
    quiet: { baselines: {}, firing: {} },
    make: (model, due, { baselines, ranFor }, signal) =>
      measure(model, due, { baseline: keptBaseline(baselines, model), readTo: ranFor }, signal),
    keep: ({ name }, report) =>
      reports.keep(name, { end: report.end, report: JSON.stringify(report) }),
    // Written by us alone, so trusted.
    async kept({ name }) {
      const kept = await reports.newest(name);
      return kept === undefined ? undefined : JSON.parse(kept.report);
    },
    judge(model, { baselines, firing }, { report }) {
      const judged = judgeModel(model, firing, report);
      const { baseline } = report;
      const found = baseline?.from === 'window' ? JSON.stringify(baseline) : undefined;
      const all = { ...baselines, ...(found !== undefined && { [model.version]: found }) };
      return { after: { baselines: all, firing: judged.firing }, changes: judged.changes };
    },
    signalOf: driftSignal,
    gone: noLonger,
    onReport: (_, report) => onReport(report),
  });
  return look;
}

/** Written by us alone, so trusted. */
function keptBaseline(
  baselines: DegradationState['baselines'],
  { version }: AssessedModel,
): ModelBaseline | undefined {
  const text = Object.hasOwn(baselines, version) ? baselines[version] : undefined;
  return text === undefined ? undefined : JSON.parse(text);
}
