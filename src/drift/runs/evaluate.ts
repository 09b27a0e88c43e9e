import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import type { DriftState } from '../../engine/ports/drift-states.ts';
import type { Window } from '../data/files/window.ts';
import type { DriftReport } from '../report/report.ts';
import { runOf } from './figures.ts';
import { goneChange, judgeDrift } from './judge.ts';
import type { WatchedModel } from './model.ts';
import { createRuns, type RunParts, type Runs } from './runs.ts';
import { driftSignal } from './signal.ts';
import { windowOf } from './window.ts';

export interface DriftParts extends Pick<
  RunParts<WatchedModel, DriftReport, DriftState>,
  'states' | 'now' | 'publish' | 'onUntold'
> {
  readonly models: readonly WatchedModel[];
  readonly reports: Pick<DriftReports, 'keep' | 'report'>;
  /** Reads a model's data and compares it. @throws DataProblem where that can't be done */
  readonly compare: Compare;
  /** Told of each run, and why it failed if it did. */
  readonly onRun: (model: string, failure: string | undefined) => void;
}

export type Compare = (
  model: WatchedModel,
  window: Window,
  signal: AbortSignal,
) => Promise<DriftReport>;

/** Compares the data of models with what it was. */
export function createDriftRuns({
  models,
  reports,
  compare,
  onRun,
  ...parts
}: DriftParts): Runs<WatchedModel, DriftReport> {
  return createRuns({
    ...parts,
    all: models,
    quiet: { streaks: {}, firing: {} },
    make: (model, due, _, signal) => compare(model, windowOf(model, due), signal),
    async keep(model, report, due) {
      const run = runOf(report, windowOf(model, due), model.version);
      await reports.keep(model.name, run, JSON.stringify(report));
    },
    // Written by us alone, so trusted.
    async kept({ name }, { judgedTo }) {
      const text = await reports.report(name, judgedTo);
      return text === undefined ? undefined : JSON.parse(text);
    },
    judge: (model, before, { report, due }, now) =>
      judgeDrift(model, before, { report, window: windowOf(model, due) }, now),
    signalOf: driftSignal,
    gone: goneChange,
    onReport: ({ name }) => onRun(name, undefined),
    onFailure: onRun,
  });
}
