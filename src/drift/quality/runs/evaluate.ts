import type { DriftState } from '../../../engine/ports/drift-states.ts';
import type { QualityReports } from '../../../engine/ports/quality-reports.ts';
import type { Window } from '../../data/files/window.ts';
import { createRuns, type RunParts, type Runs } from '../../runs/runs.ts';
import type { QualityReport } from '../report.ts';
import { windowOf, type DataSet } from './dataset.ts';
import { runOf } from './figures.ts';
import { goneChange, judgeQuality, qualitySignal } from './judge.ts';

export interface QualityRunParts extends Pick<
  RunParts<DataSet, QualityReport, DriftState>,
  'states' | 'now' | 'publish' | 'onUntold'
> {
  readonly sets: readonly DataSet[];
  readonly reports: Pick<QualityReports, 'keep' | 'report'>;
  /** Reads a data set and holds it against its rules. @throws DataProblem where that can't be done */
  readonly check: CheckData;
  /** Told of each run, and why it failed if it did. */
  readonly onRun: (dataset: string, failure: string | undefined) => void;
}

export type CheckData = (
  data: DataSet,
  window: Window,
  signal: AbortSignal,
) => Promise<QualityReport>;

/** Holds data sets against their rules. */
export function createQualityRuns({
  sets,
  reports,
  check,
  onRun,
  ...parts
}: QualityRunParts): Runs<DataSet, QualityReport> {
  return createRuns({
    ...parts,
    all: sets,
    quiet: { streaks: {}, firing: {} },
    make: (data, due, _, signal) => check(data, windowOf(data, due), signal),
    keep: (data, report, due) =>
      reports.keep(data.name, runOf(report, windowOf(data, due)), JSON.stringify(report)),
    // Written by us alone, so trusted.
    async kept({ name }, { judgedTo }) {
      const text = await reports.report(name, judgedTo);
      return text === undefined ? undefined : JSON.parse(text);
    },
    judge: (data, before, { report, due }, now) =>
      judgeQuality(data, before, { report, window: windowOf(data, due) }, now),
    signalOf: qualitySignal,
    gone: goneChange,
    onReport: ({ name }) => onRun(name, undefined),
    onFailure: onRun,
  });
}
