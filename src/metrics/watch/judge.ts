import { canonicalLabels, type Labels } from '../../alert/labels.ts';
import type { FiringSeries, WatchState } from '../../engine/ports/watch-states.ts';
import type { Values } from '../arithmetic.ts';
import { noFigures, UNLABELLED, type Figures } from './figures.ts';
import { periodsBefore, periodsCaughtUp } from './reach.ts';
import type { Missing, WatchRule } from './rule.ts';

/** What became of one series: it fires now, or no longer. */
export interface Change extends FiringSeries {
  readonly status: 'firing' | 'resolved';
  /** The figures that made it so, by the names in the conditions. */
  readonly values: Values;
}

export type Judged = Pick<WatchState, 'judgedTo' | 'firing'>;

/**
 * When a rule is looked at next after a time. All with the same rhythm are in the same moment, when
 * their figures are complete.
 */
export function nextLook({ every, delay }: WatchRule, after: number): number {
  return (Math.floor((after - delay) / every) + 1) * every + delay;
}

/** The periods that a rule is to be judged by now: after those that it was, and over for long enough. */
export function periodsToJudge(
  rule: WatchRule,
  before: Judged | undefined,
  now: number,
): { readonly from: number; readonly to: number } {
  const { period, delay } = rule;
  const to = Math.floor((now - delay) / period) * period;
  // The period may have been another one, and a rule that could never be read was judged up to any time.
  const judgedTo = Math.floor((judgedBefore(rule, before, now) ?? to - period) / period) * period;
  const from = Math.max(judgedTo, to - periodsCaughtUp(rule) * period);
  return { from: Math.min(from, to), to };
}

/** Up to when a rule was judged. What is over a period ahead was judged by a clock that was wrong. */
function judgedBefore(
  { period }: WatchRule,
  before: Judged | undefined,
  now: number,
): number | undefined {
  return before !== undefined && before.judgedTo <= now + period ? before.judgedTo : undefined;
}

/** From when on the figures must be known, to judge a rule from then on; epoch milliseconds. */
export function figuresFrom(rule: WatchRule, from: number): number {
  return from - periodsBefore(rule) * rule.period;
}

/**
 * Judges a rule by each period that has ended since it was last judged. Of a series that begins to fire
 * and is over within that only the end counts.
 *
 * @param figures what its metrics were, also in those periods before that `figuresFrom` asks for
 * @param now epoch milliseconds
 */
export function judge(
  rule: WatchRule,
  before: Judged | undefined,
  figures: readonly Figures[],
  now: number,
): { readonly after: Judged; readonly changes: readonly Change[] } {
  const { from, to } = periodsToJudge(rule, before, now);
  const firing = before?.firing ?? {};
  const next = new Map(Object.entries(firing));
  const changes: Change[] = [];
  for (const [key, series] of judgedSeries(figures, firing)) {
    const isFiring = next.has(key);
    const isGone = key === UNLABELLED && figures.length > 0 && !keysOf(figures).has(key);
    let state = { fires: isFiring, end: from };
    for (let end = from + rule.period; end <= to; end += rule.period) {
      const fires = isGone ? false : firesAt(rule, state.fires, series, end);
      if (fires !== state.fires) state = { fires, end };
    }
    if (state.fires === isFiring) continue;
    const values = series.at(state.end - rule.period);
    const raised = next.get(key) ?? raisedOf(rule, series.labels, now);
    changes.push({ ...raised, status: state.fires ? 'firing' : 'resolved', values });
    if (state.fires) next.set(key, raised);
    else next.delete(key);
  }
  const judgedTo = Math.max(to, judgedBefore(rule, before, now) ?? to);
  return { after: { judgedTo, firing: Object.fromEntries(next) }, changes };
}

/** Those that have figures and those that fire; where there are none, the rule itself. */
function judgedSeries(
  figures: readonly Figures[],
  firing: WatchState['firing'],
): ReadonlyMap<string, Figures> {
  const all = new Map(
    Object.entries(firing).map(([key, { series }]) => [key, noFigures(series)] as const),
  );
  for (const one of figures) all.set(canonicalLabels(one.labels), one);
  if (all.size === 0) all.set(UNLABELLED, noFigures({}));
  return all;
}

function keysOf(figures: readonly Figures[]): ReadonlySet<string> {
  return new Set(figures.map(({ labels }) => canonicalLabels(labels)));
}

/** Whether it fires after a period that ended then, if it did before or did not. */
function firesAt(rule: WatchRule, fires: boolean, figures: Figures, end: number): boolean {
  const isOver = overAt(rule, figures, end) === true;
  return !isOver && (fires || hasHeld(rule, figures, end));
}

/**
 * Whether the condition held in each of the last periods that have figures, enough of them have, and it
 * held already when they began: before them a gap may hide that, so it is looked further back.
 */
function hasHeld(rule: WatchRule, figures: Figures, end: number): boolean {
  const { periods, period, missing, minSamples } = rule;
  const verdicts = Array.from({ length: 2 * periods }, (_, index) =>
    holdsAt(rule, figures, end - index * period),
  );
  const known = verdicts.slice(0, periods).filter((one) => one !== undefined);
  const enough = missing === 'ignore' ? minSamples : periods;
  if (known.length < enough || known.includes(false)) return false;
  return verdicts.slice(periods - 1).find((one) => one !== undefined) === true;
}

/** Whether the condition holds for the period that ended then; a gap is as the rule has it. */
function holdsAt(
  { when, missing, period }: WatchRule,
  figures: Figures,
  end: number,
): boolean | undefined {
  return when.at(figures.at(end - period)) ?? WHEN_MISSING[missing];
}

/** Whether by the period that ended then it is over. */
function overAt(
  { when, clear, missing, period }: WatchRule,
  figures: Figures,
  end: number,
): boolean | undefined {
  const values = figures.at(end - period);
  const over = clear === undefined ? negated(when.at(values)) : clear.at(values);
  return over ?? negated(WHEN_MISSING[missing]);
}

const WHEN_MISSING: Readonly<Record<Missing, boolean | undefined>> = {
  ignore: undefined,
  keep: undefined,
  firing: true,
  resolved: false,
};

function negated(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

/** Of labels that both have the rule's stand. */
function raisedOf(rule: WatchRule, series: Labels, since: number): FiringSeries {
  const { name: alertname, severity } = rule;
  return { labels: { ...series, ...rule.labels, alertname, severity }, series, since };
}
