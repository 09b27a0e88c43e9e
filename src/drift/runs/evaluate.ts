import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import type { DriftReport } from '../report/report.ts';
import { runOf } from './figures.ts';
import { goneChange, judgeDrift } from './judge.ts';
import type { WatchedModel } from './model.ts';
import { createRuns, type RunParts, type Runs } from './runs.ts';
import { driftSignal } from './signal.ts';
import { windowOf } from './window.ts';

type Parts = RunParts<WatchedModel, DriftReport>;

export interface DriftParts extends Pick<
  Parts,
  'states' | 'now' | 'onRun' | 'publish' | 'onUntold'
> {
  readonly models: readonly WatchedModel[];
  readonly reports: Pick<DriftReports, 'keep' | 'report'>;
  /** Reads a model's data and compares it. @throws DataProblem where that can't be done */
  readonly compare: Compare;
}

export type Compare = Parts['make'];

/** Compares the data of models with what it was. */
export function createDriftRuns({
  models,
  reports,
  compare,
  ...parts
}: DriftParts): Runs<WatchedModel, DriftReport> {
  return createRuns({
    ...parts,
    all: models,
    windowOf,
    make: compare,
    async keep({ name, version }, report, window) {
      await reports.keep(name, runOf(report, window, version), JSON.stringify(report));
    },
    // Written by us alone, so trusted.
    async kept({ name }, end) {
      const text = await reports.report(name, end);
      return text === undefined ? undefined : JSON.parse(text);
    },
    judge: judgeDrift,
    signalOf: driftSignal,
    gone: goneChange,
  });
}
