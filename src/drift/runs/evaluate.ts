import { randomBytes } from 'node:crypto';
import type { DriftReports } from '../../engine/ports/drift-reports.ts';
import type { DriftState, DriftStates } from '../../engine/ports/drift-states.ts';
import type { Said } from '../../engine/ports/kept-states.ts';
import type { Window } from '../data/files/window.ts';
import type { DriftReport } from '../report/report.ts';
import { failureOf, LONGEST_PAUSE } from './failure.ts';
import { runOf } from './figures.ts';
import { goneChange, judgeDrift, type DriftChange } from './judge.ts';
import type { WatchedModel } from './model.ts';
import { driftSignal } from './signal.ts';
import { windowOf } from './window.ts';

export interface DriftParts {
  readonly models: readonly WatchedModel[];
  readonly states: DriftStates;
  readonly reports: Pick<DriftReports, 'keep' | 'report'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Reads a model's data and compares it. @throws DataProblem where that can't be done */
  readonly compare: Compare;
  /** Told of each run, and why it failed if it did. */
  readonly onRun: (model: string, failure: string | undefined) => void;
  /** Tells others than the rules of what a run found. @throws when that is to be tried again */
  readonly publish: (model: WatchedModel, report: DriftReport) => Promise<void>;
  /** Told that it could not be. */
  readonly onUntold: (model: string, error: unknown) => void;
}

/** After it could not be told it is tried again, in milliseconds; and no more when it is so old. */
const TELL_AGAIN = 5 * 60_000;
const TOO_LATE = 6 * 60 * 60_000;

export type Compare = (
  model: WatchedModel,
  window: Window,
  signal: AbortSignal,
) => Promise<DriftReport>;

export interface DriftRuns {
  /**
   * Makes the runs that are due; of those that nobody made in time only the newest. To be called now and
   * then, by one replica at a time.
   */
  readonly look: (abort: AbortSignal) => Promise<void>;
  /** Makes a run of a model now. @throws DataProblem */
  readonly run: (model: WatchedModel, abort: AbortSignal) => Promise<DriftReport>;
}

/**
 * Compares the data of models with what it was, keeps what is found, and raises and ends the alerts of
 * it: as signals, which are routed and told like any other.
 */
export function createDriftRuns(parts: DriftParts): DriftRuns {
  const { models, states, reports, now, compare, onRun } = parts;

  async function endGone(known: ReadonlyMap<string, DriftState>): Promise<void> {
    const names = new Set(models.map(({ name }) => name));
    for (const [name, { firing }] of known) {
      if (names.has(name)) continue;
      await states.forget(name, saying(Object.values(firing).map(goneChange), now()));
    }
  }

  async function make(
    model: WatchedModel,
    before: DriftState | undefined,
    due: number,
    abort: AbortSignal,
  ): Promise<DriftReport> {
    const window = windowOf(model, due);
    const report = await compare(model, window, abort);
    // Whoever has the turn now compares for itself.
    abort.throwIfAborted();
    const at = now();
    const text = JSON.stringify(report);
    await reports.keep(model.name, { ...runOf(report, window, model.version), report: text });
    const { after, changes } = judgeDrift(model, before, { report, window }, at);
    const telling = { since: due, againAt: at };
    await states.put(model.name, { ...after, ranFor: due, telling }, saying(changes, at));
    onRun(model.name, undefined);
    return report;
  }

  /** What nobody tries any more fails no longer. */
  async function noFailure(model: string, before: DriftState | undefined): Promise<void> {
    if (before?.failure === undefined) return;
    const { failure: _, ...rest } = before;
    await states.put(model, rest);
  }

  async function look(model: WatchedModel, abort: AbortSignal): Promise<void> {
    const before = (await states.all()).get(model.name);
    const due = model.dueAt(now());
    if (due === undefined) return noFailure(model.name, before);
    if (isRun(due, before, now()) || isPausing(before, now())) return;
    try {
      await make(model, before, due, abort);
    } catch (error) {
      if (abort.aborted) throw error;
      const failure = failureOf(error, before?.failure, now());
      const { streaks = {}, firing = {}, ...rest } = before ?? {};
      await states.put(model.name, { ...rest, streaks, firing, failure });
      onRun(model.name, failure.what);
    }
  }

  /** Tells of the last run whoever is to know, once that is done it is not done again. */
  async function publish(model: WatchedModel, abort: AbortSignal): Promise<void> {
    const state = (await states.all()).get(model.name);
    const telling = state?.telling;
    if (state === undefined || telling === undefined || telling.againAt > now()) return;
    const { telling: _, ...told } = state;
    try {
      const report = await reports.report(model.name, state.judgedTo);
      if (report !== undefined) await parts.publish(model, JSON.parse(report));
    } catch (error) {
      abort.throwIfAborted();
      parts.onUntold(model.name, error);
      const again = { since: telling.since, againAt: now() + TELL_AGAIN };
      if (again.againAt - telling.since < TOO_LATE) {
        return states.put(model.name, { ...told, telling: again });
      }
    }
    // Whoever has the turn now may have put another state there.
    abort.throwIfAborted();
    await states.put(model.name, told);
  }

  return {
    async look(abort) {
      await endGone(await states.all());
      // One after the other: each may need all the memory that there is for it.
      for (const model of models) {
        if (abort.aborted) return;
        await look(model, abort);
        await publish(model, abort);
      }
    },
    async run(model, abort) {
      const at = now();
      const before = (await states.all()).get(model.name);
      return make(model, before, at, abort);
    },
  };
}

/** A run in the future was one of a clock that was ahead. */
function isRun(due: number, before: DriftState | undefined, at: number): boolean {
  const ranFor = before?.ranFor;
  return ranFor !== undefined && due <= ranFor && ranFor <= at;
}

function isPausing(before: DriftState | undefined, at: number): boolean {
  const againAt = before?.failure?.againAt;
  return againAt !== undefined && at < againAt && againAt <= at + LONGEST_PAUSE;
}

function saying(changes: readonly DriftChange[], at: number): Said | undefined {
  if (changes.length === 0) return undefined;
  const signals = changes.map((change) => driftSignal(change, at));
  return { traceId: randomBytes(16).toString('hex'), signals };
}
