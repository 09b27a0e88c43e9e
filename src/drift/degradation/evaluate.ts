import { randomBytes } from 'node:crypto';
import type { Said } from '../../engine/ports/kept-states.ts';
import type {
  DegradationState,
  DegradationStates,
  ModelReports,
} from '../../engine/ports/model-reports.ts';
import { failureOf, LONGEST_PAUSE } from '../runs/failure.ts';
import type { Change } from '../runs/settle.ts';
import { driftSignal } from '../runs/signal.ts';
import { judgeModel, noLonger } from './judge.ts';
import type { Measure } from './measure.ts';
import type { AssessedModel } from './model.ts';
import type { ModelBaseline, ModelReport } from './report.ts';

export interface DegradationParts {
  readonly models: readonly AssessedModel[];
  readonly states: DegradationStates;
  readonly reports: Pick<ModelReports, 'keep' | 'newest'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** @throws DataProblem where the data can't be read */
  readonly measure: Measure;
  /** Told of each report. */
  readonly onReport: (report: ModelReport) => void;
  readonly onFailure: (model: string, why: string) => void;
  /** Tells others than the rules of a report. @throws when that is to be tried again */
  readonly publish: (model: AssessedModel, report: ModelReport) => Promise<void>;
  /** Told that it could not be. */
  readonly onUntold: (model: string, error: unknown) => void;
}

/** After it could not be told it is tried again, in milliseconds; and no more when it is so old. */
const TELL_AGAIN = 5 * 60_000;
const TOO_LATE = 6 * 60 * 60_000;

const QUIET: DegradationState = { baselines: {}, firing: {} };

/**
 * Measures models by what turned out to be true, keeps the reports, and raises and ends the alerts of what
 * is worse than it was: as signals, which are routed and told like any other.
 *
 * @returns what measures the models that are due, of reports that nobody made in time only the newest. To
 *   be called now and then, by one replica at a time
 */
export function createDegradationRuns(
  parts: DegradationParts,
): (abort: AbortSignal) => Promise<void> {
  const { models, states, reports, now, measure } = parts;

  async function endGone(known: ReadonlyMap<string, DegradationState>): Promise<void> {
    const names = new Set(models.map(({ name }) => name));
    for (const [name, { firing }] of known) {
      if (names.has(name)) continue;
      await states.forget(name, saying(Object.values(firing).map(noLonger), now()));
    }
  }

  async function make(
    model: AssessedModel,
    { baselines, firing }: DegradationState,
    due: number,
    abort: AbortSignal,
  ): Promise<void> {
    const { name, version } = model;
    const report = await measure(model, due, keptBaseline(baselines[version]), abort);
    // Whoever has the turn now measures for itself.
    abort.throwIfAborted();
    const at = now();
    await reports.keep(name, { end: report.end, report: JSON.stringify(report) });
    const judged = judgeModel(model, firing, report);
    const found = report.baseline?.from === 'window' ? JSON.stringify(report.baseline) : undefined;
    const after: DegradationState = {
      ranFor: due,
      baselines: { ...baselines, ...(found !== undefined && { [version]: found }) },
      firing: judged.firing,
      telling: { since: due, againAt: at },
    };
    await states.put(name, after, saying(judged.changes, at));
    parts.onReport(report);
  }

  async function look(model: AssessedModel, abort: AbortSignal): Promise<void> {
    const { name } = model;
    const before = (await states.all()).get(name) ?? QUIET;
    const due = model.dueAt(now());
    if (due === undefined) {
      const { failure, ...rest } = before;
      // What nobody tries any more fails no longer.
      if (failure !== undefined) await states.put(name, rest);
      return;
    }
    if (isDone(due, before, now()) || isPausing(before, now())) return;
    try {
      await make(model, before, due, abort);
    } catch (error) {
      if (abort.aborted) throw error;
      const failure = failureOf(error, before.failure, now());
      await states.put(name, { ...before, failure });
      parts.onFailure(name, failure.what);
    }
  }

  /** Tells of the last report whoever is to know; once that is done it is not done again. */
  async function publish(model: AssessedModel): Promise<void> {
    const state = (await states.all()).get(model.name);
    const telling = state?.telling;
    if (state === undefined || telling === undefined || telling.againAt > now()) return;
    const { telling: _, ...told } = state;
    try {
      const kept = await reports.newest(model.name);
      if (kept !== undefined) await parts.publish(model, JSON.parse(kept.report));
    } catch (error) {
      parts.onUntold(model.name, error);
      const again = { since: telling.since, againAt: now() + TELL_AGAIN };
      if (again.againAt - telling.since < TOO_LATE) {
        return states.put(model.name, { ...told, telling: again });
      }
    }
    await states.put(model.name, told);
  }

  return async (abort) => {
    await endGone(await states.all());
    // One after the other: each may need all the memory that there is for it.
    for (const model of models) {
      if (abort.aborted) return;
      await look(model, abort);
      await publish(model);
    }
  };
}

/** Written by us alone, so trusted. */
function keptBaseline(text: string | undefined): ModelBaseline | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}

/** One in the future was that of a clock that was ahead. */
function isDone(due: number, { ranFor }: DegradationState, at: number): boolean {
  return ranFor !== undefined && due <= ranFor && ranFor <= at;
}

function isPausing({ failure }: DegradationState, at: number): boolean {
  const againAt = failure?.againAt;
  return againAt !== undefined && at < againAt && againAt <= at + LONGEST_PAUSE;
}

function saying(changes: readonly Change[], at: number): Said | undefined {
  if (changes.length === 0) return undefined;
  const signals = changes.map((change) => driftSignal(change, at));
  return { traceId: randomBytes(16).toString('hex'), signals };
}
