import type { QualityReports } from '../../../engine/ports/quality-reports.ts';
import { createRuns, type RunParts, type Runs } from '../../runs/runs.ts';
import type { QualityReport } from '../report.ts';
import { windowOf, type DataSet } from './dataset.ts';
import { runOf } from './figures.ts';
import { goneChange, judgeQuality, qualitySignal } from './judge.ts';

type Parts = RunParts<DataSet, QualityReport>;

export interface QualityRunParts extends Pick<
  Parts,
  'states' | 'now' | 'onRun' | 'publish' | 'onUntold'
> {
  readonly sets: readonly DataSet[];
  readonly reports: Pick<QualityReports, 'keep' | 'report'>;
  /** Reads a data set and holds it against its rules. @throws DataProblem where that can't be done */
  readonly check: CheckData;
}

export type CheckData = Parts['make'];

/** Holds data sets against their rules. */
export function createQualityRuns({
  sets,
  reports,
  check,
  ...parts
}: QualityRunParts): Runs<DataSet, QualityReport> {
  return createRuns({
    ...parts,
    all: sets,
    windowOf,
    make: check,
    keep: ({ name }, report, window) =>
      reports.keep(name, runOf(report, window), JSON.stringify(report)),
    // Written by us alone, so trusted.
    async kept({ name }, end) {
      const text = await reports.report(name, end);
      return text === undefined ? undefined : JSON.parse(text);
    },
    judge: judgeQuality,
    signalOf: qualitySignal,
    gone: goneChange,
  });
}
