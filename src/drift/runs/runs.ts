import { randomBytes } from 'node:crypto';
import type { Signal } from '../../alert/signal.ts';
import type { FiringDrift, RunState } from '../../engine/ports/drift-states.ts';
import type { KeptStates, Said } from '../../engine/ports/kept-states.ts';
import { failureOf, LONGEST_PAUSE } from './failure.ts';
import type { Change } from './settle.ts';

/** Something whose data is looked at on schedule. */
export interface Looked {
  readonly name: string;
  /** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
  readonly dueAt: (now: number) => number | undefined;
}

/** How runs over some kind of data are made, and what becomes of what they find. */
export interface RunParts<Of extends Looked, Report, State extends RunState> {
  readonly all: readonly Of[];
  readonly states: KeptStates<State>;
  /** How something stands that was never looked at. */
  readonly quiet: State;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Reads data as it is due then, and reports of it. @throws DataProblem where that can't be done */
  readonly make: (one: Of, due: number, before: State, signal: AbortSignal) => Promise<Report>;
  /** Keeps a report, in place of that over the same time if there is one. */
  readonly keep: (one: Of, report: Report, due: number) => Promise<void>;
  /** The report that is kept of how something stands. */
  readonly kept: (one: Of, state: State) => Promise<Report | undefined>;
  /** What a report changes. */
  readonly judge: (
    one: Of,
    before: State,
    found: { readonly report: Report; readonly due: number },
    now: number,
  ) => { readonly after: State; readonly changes: readonly Change[] };
  /** What a change is to the rules. */
  readonly signalOf: (change: Change, now: number) => Signal;
  /** That something is over because nobody looks at it any more. */
  readonly gone: (known: FiringDrift) => Change;
  readonly onReport: (one: Of, report: Report) => void;
  readonly onFailure: (name: string, why: string) => void;
  /** Tells others than the rules of a report. @throws when that is to be tried again */
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
export function createRuns<Of extends Looked, Report, State extends RunState>(
  parts: RunParts<Of, Report, State>,
): Runs<Of, Report> {
  const { all, states, now } = parts;

  const stateOf = async ({ name }: Of): Promise<State> =>
    (await states.all()).get(name) ?? parts.quiet;

  function saying(changes: readonly Change[]): Said | undefined {
    if (changes.length === 0) return undefined;
    const at = now();
    const signals = changes.map((change) => parts.signalOf(change, at));
    return { traceId: randomBytes(16).toString('hex'), signals };
  }

  async function endGone(known: ReadonlyMap<string, State>): Promise<void> {
    const names = new Set(all.map(({ name }) => name));
    for (const [name, { firing }] of known) {
      if (names.has(name)) continue;
      await states.forget(name, saying(Object.values(firing).map(parts.gone)));
    }
  }

  async function make(one: Of, before: State, due: number, abort: AbortSignal): Promise<Report> {
    const report = await parts.make(one, due, before, abort);
    // Whoever has the turn now looks for itself.
    abort.throwIfAborted();
    const at = now();
    await parts.keep(one, report, due);
    const { after, changes } = parts.judge(one, before, { report, due }, at);
    const telling = { since: due, againAt: at };
    await states.put(one.name, { ...after, ranFor: due, telling }, saying(changes));
    parts.onReport(one, report);
    return report;
  }

  async function look(one: Of, abort: AbortSignal): Promise<void> {
    const before = await stateOf(one);
    const due = one.dueAt(now());
    if (due === undefined) {
      // What nobody tries any more fails no longer.
      if (before.failure !== undefined)
        await states.put(one.name, { ...before, failure: undefined });
      return;
    }
    if (isRun(due, before, now()) || isPausing(before, now())) return;
    try {
      await make(one, before, due, abort);
    } catch (error) {
      if (abort.aborted) throw error;
      const failure = failureOf(error, before.failure, now());
      await states.put(one.name, { ...before, failure });
      parts.onFailure(one.name, failure.what);
    }
  }

  /** Tells of the last run whoever is to know, once that is done it is not done again. */
  async function publish(one: Of, abort: AbortSignal): Promise<void> {
    const state = await stateOf(one);
    const { telling } = state;
    if (telling === undefined || telling.againAt > now()) return;
    try {
      const report = await parts.kept(one, state);
      if (report !== undefined) await parts.publish(one, report);
    } catch (error) {
      abort.throwIfAborted();
      parts.onUntold(one.name, error);
      const again = { since: telling.since, againAt: now() + TELL_AGAIN };
      if (again.againAt - telling.since < TOO_LATE) {
        return states.put(one.name, { ...state, telling: again });
      }
    }
    // Whoever has the turn now may have put another state there.
    abort.throwIfAborted();
    await states.put(one.name, { ...state, telling: undefined });
  }

  return {
    async look(abort) {
      await endGone(await states.all());
      // One after the other: each may need all the memory that there is for it.
      for (const one of all) {
        if (abort.aborted) return;
        await look(one, abort);
        await publish(one, abort);
      }
    },
    run: async (one, abort) => make(one, await stateOf(one), now(), abort),
  };
}

/** A run in the future was one of a clock that was ahead. */
function isRun(due: number, { ranFor }: RunState, at: number): boolean {
  return ranFor !== undefined && due <= ranFor && ranFor <= at;
}

function isPausing({ failure }: RunState, at: number): boolean {
  const againAt = failure?.againAt;
  return againAt !== undefined && at < againAt && againAt <= at + LONGEST_PAUSE;
}
