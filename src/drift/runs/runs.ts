import { randomBytes } from 'node:crypto';
import type { Signal } from '../../alert/signal.ts';
import type { DriftState, FiringDrift } from '../../engine/ports/drift-states.ts';
import type { KeptStates, Said } from '../../engine/ports/kept-states.ts';
import type { Window } from '../data/files/window.ts';
import { failureOf, LONGEST_PAUSE } from './failure.ts';
import type { Change, Settled } from './settle.ts';

/** Something whose data is looked at on schedule. */
export interface Looked {
  readonly name: string;
  /** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
  readonly dueAt: (now: number) => number | undefined;
}

/** How runs over some kind of data are made, and what becomes of what they find. */
export interface RunParts<Of extends Looked, Report> {
  readonly all: readonly Of[];
  readonly states: KeptStates<DriftState>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** What a run looks at that is due then. */
  readonly windowOf: (one: Of, due: number) => Window;
  /** Reads data and reports of it. @throws DataProblem where that can't be done */
  readonly make: (one: Of, window: Window, signal: AbortSignal) => Promise<Report>;
  /** Keeps a report, in place of that over the same window if there is one. */
  readonly keep: (one: Of, report: Report, window: Window) => Promise<void>;
  /** The report that is kept over the window with that end. */
  readonly kept: (one: Of, end: number | undefined) => Promise<Report | undefined>;
  /** What a run changes. */
  readonly judge: (
    one: Of,
    before: Settled | undefined,
    found: { readonly report: Report; readonly window: Window },
    now: number,
  ) => { readonly after: Settled; readonly changes: readonly Change[] };
  /** What a change is to the rules. */
  readonly signalOf: (change: Change, now: number) => Signal;
  /** That something is over because nobody looks at it any more. */
  readonly gone: (known: FiringDrift) => Change;
  /** Told of each run, and why it failed if it did. */
  readonly onRun: (name: string, failure: string | undefined) => void;
  /** Tells others than the rules of what a run found. @throws when that is to be tried again */
  readonly publish: (one: Of, report: Report) => Promise<void>;
  /** Told that it could not be. */
  readonly onUntold: (name: string, error: unknown) => void;
}

/** After it could not be told it is tried again, in milliseconds; and no more when it is so old. */
const TELL_AGAIN = 5 * 60_000;
const TOO_LATE = 6 * 60 * 60_000;

export interface Runs<Of, Report> {
  /**
   * Makes the runs that are due; of those that nobody made in time only the newest. To be called now and
   * then, by one replica at a time.
   */
  readonly look: (abort: AbortSignal) => Promise<void>;
  /** Makes a run now. @throws DataProblem */
  readonly run: (one: Of, abort: AbortSignal) => Promise<Report>;
}

/**
 * Looks at data on schedule, keeps what is found, and raises and ends the alerts of it: as signals, which are
 * routed and told like any other.
 */
export function createRuns<Of extends Looked, Report>(
  parts: RunParts<Of, Report>,
): Runs<Of, Report> {
  const { all, states, now } = parts;

  function saying(changes: readonly Change[]): Said | undefined {
    if (changes.length === 0) return undefined;
    const at = now();
    const signals = changes.map((change) => parts.signalOf(change, at));
    return { traceId: randomBytes(16).toString('hex'), signals };
  }

  async function endGone(known: ReadonlyMap<string, DriftState>): Promise<void> {
    const names = new Set(all.map(({ name }) => name));
    for (const [name, { firing }] of known) {
      if (names.has(name)) continue;
      await states.forget(name, saying(Object.values(firing).map(parts.gone)));
    }
  }

  async function make(
    one: Of,
    before: DriftState | undefined,
    due: number,
    abort: AbortSignal,
  ): Promise<Report> {
    const window = parts.windowOf(one, due);
    const report = await parts.make(one, window, abort);
    // Whoever has the turn now looks for itself.
    abort.throwIfAborted();
    const at = now();
    await parts.keep(one, report, window);
    const { after, changes } = parts.judge(one, before, { report, window }, at);
    const telling = { since: due, againAt: at };
    await states.put(one.name, { ...after, ranFor: due, telling }, saying(changes));
    parts.onRun(one.name, undefined);
    return report;
  }

  /** What nobody tries any more fails no longer. */
  async function noFailure(name: string, before: DriftState | undefined): Promise<void> {
    if (before?.failure === undefined) return;
    const { failure: _, ...rest } = before;
    await states.put(name, rest);
  }

  async function look(one: Of, abort: AbortSignal): Promise<void> {
    const before = (await states.all()).get(one.name);
    const due = one.dueAt(now());
    if (due === undefined) return noFailure(one.name, before);
    if (isRun(due, before, now()) || isPausing(before, now())) return;
    try {
      await make(one, before, due, abort);
    } catch (error) {
      if (abort.aborted) throw error;
      const failure = failureOf(error, before?.failure, now());
      const { streaks = {}, firing = {}, ...rest } = before ?? {};
      await states.put(one.name, { ...rest, streaks, firing, failure });
      parts.onRun(one.name, failure.what);
    }
  }

  /** Tells of the last run whoever is to know, once that is done it is not done again. */
  async function publish(one: Of): Promise<void> {
    const state = (await states.all()).get(one.name);
    const telling = state?.telling;
    if (state === undefined || telling === undefined || telling.againAt > now()) return;
    const { telling: _, ...told } = state;
    try {
      const report = await parts.kept(one, state.judgedTo);
      if (report !== undefined) await parts.publish(one, report);
    } catch (error) {
      parts.onUntold(one.name, error);
      const again = { since: telling.since, againAt: now() + TELL_AGAIN };
      if (again.againAt - telling.since < TOO_LATE) {
        return states.put(one.name, { ...told, telling: again });
      }
    }
    await states.put(one.name, told);
  }

  return {
    async look(abort) {
      await endGone(await states.all());
      // One after the other: each may need all the memory that there is for it.
      for (const one of all) {
        if (abort.aborted) return;
        await look(one, abort);
        await publish(one);
      }
    },
    async run(one, abort) {
      const at = now();
      const before = (await states.all()).get(one.name);
      return make(one, before, at, abort);
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
