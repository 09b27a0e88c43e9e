import { canonicalLabels } from '../../alert/labels.ts';
import type { WatchState } from '../../engine/ports/watch-states.ts';
import { queriesOf, type Measure } from '../measure.ts';
import { readMeasures, type MeasureReading } from '../read-measures.ts';
import type { Series, Span } from '../series.ts';
import type { MetricSource } from '../source.ts';
import type { Wanted } from '../wanted.ts';
import { figuresOf, type Figures } from './figures.ts';
import { figuresFrom, periodsToJudge } from './judge.ts';
import type { WatchRule } from './rule.ts';

/** What was read for one rule: all of its metrics, or why one of them could not be. */
export interface RuleReading {
  readonly rule: WatchRule;
  readonly reading:
    | { readonly ok: true; readonly figures: readonly Figures[] }
    | Extract<MeasureReading, { readonly ok: false }>;
}

/** So many series a rule may have: each is an alert of its own. */
const MOST_SERIES = 1000;

/** Reads what some rules of one period need to be judged by now, in as few calls as can be. */
export async function readRules(
  rules: readonly WatchRule[],
  states: ReadonlyMap<string, WatchState>,
  sources: ReadonlyMap<string, MetricSource>,
  now: number,
  signal: AbortSignal,
): Promise<readonly RuleReading[]> {
  const spans = rules.map((rule) => {
    const { from, to } = periodsToJudge(rule, states.get(rule.name), now);
    return { from: figuresFrom(rule, from), to };
  });
  // One span for all: what is read over the same time goes into the same call.
  const from = Math.min(...spans.map((span) => span.from));
  const to = Math.max(...spans.map((span) => span.to));
  const wanted = rules.flatMap((rule) => wantedOf(rule, { from, to }));
  const { readings } = await readMeasures(wanted, sources, { now, signal });
  let next = 0;
  return rules.map((rule) => {
    const own = readings.slice(next, (next += rule.metrics.size));
    return { rule, reading: figuresIn(rule, own) };
  });
}

/** What is to be read of a rule's metrics, in their order, to know them over a span. */
export function wantedOf({ metrics, period }: WatchRule, { from, to }: Span): readonly Wanted[] {
  return [...metrics.values()].map(({ measure, offset }) => ({
    measure: withoutBand(measure),
    span: { from: from - offset, to: to - offset },
    period,
  }));
}

/** A rule's metrics side by side, or the first of them that could not be read. */
export function figuresIn(
  rule: WatchRule,
  readings: readonly MeasureReading[],
): RuleReading['reading'] {
  const series = new Map<string, readonly Series[]>();
  for (const [index, [name, { measure }]] of [...rule.metrics].entries()) {
    const reading = readings[index];
    if (reading === undefined) continue;
    if (!reading.ok) return reading;
    // What is missing now is there at the next look: it would be taken for gaps.
    if (reading.isPartial) return partial(measure);
    const { length } = reading.series;
    if (length > MOST_SERIES) {
      return refused(
        measure,
        name,
        `${length} series, and a rule takes ${MOST_SERIES}: write sum by (…)`,
      );
    }
    const keys = new Set(reading.series.map(({ labels = {} }) => canonicalLabels(labels)));
    if (keys.size < length) {
      const mend = 'write sum by (…), or ask for one name';
      return refused(measure, name, `${length} series that no labels tell apart: ${mend}`);
    }
    series.set(name, reading.series);
  }
  return { ok: true, figures: figuresOf(rule, series) };
}

function partial(measure: Measure): RuleReading['reading'] {
  const problem = { kind: 'unreachable', why: 'only a part of the data came' } as const;
  return { ok: false, source: sourceOf(measure), problem };
}

function refused(measure: Measure, name: string, has: string): RuleReading['reading'] {
  const problem = { kind: 'refused', why: `${name} has ${has}` } as const;
  return { ok: false, source: sourceOf(measure), problem };
}

function sourceOf(measure: Measure): string {
  const [query] = queriesOf(measure);
  return query?.source ?? measure.name;
}

/** What is expected of a metric is charged for, too, and no rule looks at it. */
function withoutBand({ name, title, thresholds, of }: Measure): Measure {
  return { name, title, thresholds, of };
}
