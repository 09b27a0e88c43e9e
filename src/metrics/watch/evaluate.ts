import { randomBytes } from 'node:crypto';
import type { Signal } from '../../alert/signal.ts';
import type { Said } from '../../engine/ports/kept-states.ts';
import type { WatchState, WatchStates } from '../../engine/ports/watch-states.ts';
import { queriesOf } from '../measure.ts';
import type { MetricSource } from '../source.ts';
import { failureOf } from './failure.ts';
import { judge, nextLook, periodsToJudge } from './judge.ts';
import { readRules, type RuleReading } from './read-rules.ts';
import type { WatchRule } from './rule.ts';
import { changeSignal, goneSignal } from './signal.ts';

export interface WatchParts {
  readonly rules: readonly WatchRule[];
  readonly sources: ReadonlyMap<string, MetricSource>;
  readonly states: WatchStates;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Told of each rule that was looked at, and why that failed if it did. */
  readonly onLooked: (rule: string, failure: string | undefined) => void;
  /** For how long a look waits for its sources, milliseconds; 45 s unless told. */
  readonly longestRead?: number;
}

/** The next look begins when all of this one is over: a source that hangs must not hold up rules of others. */
const LONGEST_READ = 45_000;

/**
 * Looks at the watch rules that are due, and raises and ends their alerts: as signals, which are routed
 * and told like any other. Those that are due together are read together.
 *
 * @returns what looks once; it is to be called now and then, by one replica at a time
 */
export function createWatch(parts: WatchParts): (abort: AbortSignal) => Promise<void> {
  const { rules, sources, states, now, longestRead = LONGEST_READ } = parts;

  async function endGone(known: ReadonlyMap<string, WatchState>, at: number): Promise<void> {
    const names = new Set(rules.map(({ name }) => name));
    for (const [name, { firing }] of known) {
      if (names.has(name)) continue;
      const signals = Object.values(firing).map((series) => goneSignal(name, series, at));
      await states.forget(name, saying(signals));
    }
  }

  async function settle(
    { rule, reading }: RuleReading,
    before: WatchState | undefined,
    at: number,
  ): Promise<void> {
    const dueAt = nextLook(rule, at);
    if (!reading.ok) {
      const failure = failureOf(rule, reading, before?.failure, at);
      const { judgedTo = at, firing = {} } = before ?? {};
      await states.put(rule.name, { judgedTo, firing, dueAt, failure });
      parts.onLooked(rule.name, failure.what);
      return;
    }
    const { after, changes } = judge(rule, before, reading.figures, at);
    const signals = changes.map((change) => changeSignal(rule, change, at));
    await states.put(rule.name, { ...after, dueAt }, saying(signals));
    parts.onLooked(rule.name, undefined);
  }

  return async (abort) => {
    const at = now();
    const known = await states.all();
    await endGone(known, at);
    const due = rules.filter((rule) => isDue(rule, known.get(rule.name), at));
    const together = Map.groupBy(due, togetherWith);
    const look = async (group: readonly WatchRule[]) => {
      const wanted = group.filter((rule) => hasNews(rule, known.get(rule.name), at));
      const late = AbortSignal.timeout(longestRead);
      const signal = AbortSignal.any([abort, late]);
      const readings = await readRules(wanted, known, sources, at, signal);
      // Whoever has the turn now reads for itself.
      if (abort.aborted) return;
      await Promise.all(
        readings.map((one) =>
          settle(late.aborted ? timedOut(one, longestRead) : one, known.get(one.rule.name), at),
        ),
      );
      for (const rule of group.filter((one) => !wanted.includes(one))) {
        const before = known.get(rule.name);
        if (before !== undefined)
          await states.put(rule.name, { ...before, dueAt: nextLook(rule, at) });
      }
    };
    await Promise.all([...together.values()].map(look));
  };
}

/** What was not answered when it was waited for no longer. */
function timedOut({ rule, reading }: RuleReading, after: number): RuleReading {
  const isCut = !reading.ok && reading.problem.kind === 'unreachable';
  return { rule, reading: isCut ? { ...reading, problem: { kind: 'timed-out', after } } : reading };
}

function saying(signals: readonly Signal[]): Said | undefined {
  return signals.length === 0 ? undefined : { traceId: randomBytes(16).toString('hex'), signals };
}

/** Later than the next look there is none: the rule had longer pauses, or the clock was ahead. */
function isDue(rule: WatchRule, before: WatchState | undefined, at: number): boolean {
  const { dueAt = 0 } = before ?? {};
  return dueAt <= at || dueAt > nextLook(rule, at);
}

/** By one period from the same sources: a source that does not answer holds up nobody else. */
function togetherWith({ period, metrics }: WatchRule): string {
  const queries = [...metrics.values()].flatMap(({ measure }) => [...queriesOf(measure)]);
  const names = [...new Set(queries.map(({ source }) => source))].toSorted();
  return JSON.stringify([period, names]);
}

function hasNews(rule: WatchRule, before: WatchState | undefined, at: number): boolean {
  const { from, to } = periodsToJudge(rule, before, at);
  return from < to;
}
