import { DAYS_KEPT, type Prediction, type Predictions } from '../../engine/ports/predictions.ts';
import type { DataSource } from '../data/open.ts';
import { DataProblem } from '../data/problem.ts';
import type { Assessment } from './assess.ts';
import { gather } from './gather.ts';
import type { AssessedModel, RowsFrom } from './model.ts';
import type { Outcomes } from './outcomes.ts';
import { keepFiles } from './keep-files.ts';
import type { Figures, ModelBaseline, ModelReport } from './report.ts';
import type { ReadRows, RowsTask } from './rows-reader.ts';

const DAY = 86_400_000;
/** Files of predictions are read again from so many days before the last report on, for what comes late; those of labels all. */
const PREDICTIONS_LATE = 7;

export interface MeasureParts {
  readonly predictions: Predictions;
  /** Beside the main thread. */
  readonly read: ReadRows;
  /** The file of a baseline. */
  readonly open: (from: string, s3: RowsFrom<string>['s3']) => DataSource;
  /** The figures of a file of labels and probabilities. @throws DataProblem */
  readonly score: (source: DataSource, threshold: number) => Promise<Figures>;
  /** Beside the main thread. */
  readonly assess: (
    outcomes: Outcomes,
    assessment: Assessment,
    signal: AbortSignal,
  ) => Promise<ModelReport>;
  readonly onNew: (model: string, rows: readonly Prediction[]) => void;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** What is known of a model by then. */
export interface KnownOf {
  /** Its first full window, where there was one. */
  readonly baseline: ModelBaseline | undefined;
  /** When its last report was due, epoch milliseconds: up to then its files were read. */
  readonly readTo: number | undefined;
}

/** How good a model is, by all that is known up to a moment; of its files the newest are read first. */
export type Measure = (
  model: AssessedModel,
  at: number,
  known: KnownOf,
  signal: AbortSignal,
) => Promise<ModelReport>;

/** @returns what throws a DataProblem where a file can't be read */
export function createMeasure(parts: MeasureParts): Measure {
  const { predictions, read, open, onNew, now } = parts;

  async function readFiles(
    model: AssessedModel,
    at: number,
    readTo: number | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const { name, version } = model;
    const today = Math.floor(at / DAY);
    const begun = now();
    const keep = (of: RowsTask['of'], rows: RowsFrom<string>, days: number) => {
      const window = { start: (today - days) * DAY, end: (today + 1) * DAY };
      const task = { ...rows, of, window, version, now: begun };
      return keepFiles(name, task, { store: predictions, read, signal, onNew });
    };
    const remarks: string[] = [];
    if (model.predictions !== undefined) {
      remarks.push(...(await keep('predictions', model.predictions, daysToRead(at, readTo))));
    }
    if (model.truth !== undefined) {
      const { truth } = model;
      remarks.push(...(await unlessNoneYet(() => keep('truths', truth, DAYS_KEPT))));
    }
    return remarks;
  }

  async function baselineOf(
    { baseline, threshold }: AssessedModel,
    known: ModelBaseline | undefined,
  ): Promise<ModelBaseline | undefined> {
    if (baseline === undefined) return known;
    if ('f1' in baseline) return { from: 'config', figures: baseline };
    const figures = await parts.score(open(baseline.from, baseline.s3), threshold);
    return { from: 'file', figures };
  }

  return async (model, at, known, signal) => {
    const { name, version, windows, threshold, confidence, ctr, runbook } = model;
    const baseline = await baselineOf(model, known.baseline);
    const remarks = await readFiles(model, at, known.readTo, signal);
    const outcomes = await gather(predictions, model, signal);
    const assessment = {
      model: name,
      version,
      at: now(),
      end: Math.floor(at / DAY),
      windows,
      threshold,
      confidence,
      ctr,
      baseline,
      runbook,
      remarks,
    };
    return parts.assess(outcomes, assessment, signal);
  };
}

/** A report that was never made, or whose clock was ahead, says nothing of what was read. */
function daysToRead(at: number, readTo: number | undefined): number {
  if (readTo === undefined || readTo > at) return DAYS_KEPT;
  const since = Math.floor(at / DAY) - Math.floor(readTo / DAY);
  return Math.min(Math.max(PREDICTIONS_LATE, since + PREDICTIONS_LATE - 1), DAYS_KEPT);
}

/** Labels come later than predictions: at first there are none. */
async function unlessNoneYet(keep: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await keep();
  } catch (error) {
    if (!(error instanceof DataProblem) || error.kind !== 'nothing-there') throw error;
    return [`There are no labels yet: ${error.what}`];
  }
}
