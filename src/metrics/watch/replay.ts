import { queriesOf } from '../measure.ts';
import { problemWords } from '../problem-words.ts';
import { readMeasures, type MeasureReading } from '../read-measures.ts';
import type { Span } from '../series.ts';
import type { MetricSource } from '../source.ts';
import { figuresFrom, judge, nextLook, type Change, type Judged } from './judge.ts';
import { figuresIn, wantedOf, type RuleReading } from './read-rules.ts';
import type { WatchRule } from './rule.ts';
import { comparedIn, measuredText } from './words.ts';

/** What a rule would have told of one series. Times are epoch milliseconds. */
export interface Told {
  readonly status: Change['status'];
  readonly at: number;
  readonly labels: Change['series'];
  /** `Error rate 12.4 % over 10 % for 5 min`. */
  readonly measured: string;
}

export type Replay =
  | {
      readonly ok: true;
      readonly told: readonly Told[];
      /** How many series there were. */
      readonly series: number;
      /** Why metrics may have no data at all: what is wrong, and what to do. */
      readonly remarks: readonly string[];
      /** How many metrics were asked for that are charged for. */
      readonly charged: number;
    }
  | Extract<RuleReading['reading'], { readonly ok: false }>;

/** What a rule would have told over some time, had it been there: its metrics are read once, and judged as then. */
export async function replay(
  rule: WatchRule,
  sources: ReadonlyMap<string, MetricSource>,
  span: Span,
  signal?: AbortSignal,
): Promise<Replay> {
  const first = nextLook(rule, span.from - 1);
  const from = figuresFrom(rule, first - rule.delay - rule.period);
  const wanted = wantedOf(rule, { from, to: span.to });
  const { readings, charged } = await readMeasures(wanted, sources, { now: span.to, signal });
  const reading = figuresIn(rule, readings);
  if (!reading.ok) return reading;
  const told: Told[] = [];
  let last: Judged | undefined;
  for (let at = first; at <= span.to; at += rule.every) {
    const { after, changes } = judge(rule, last, reading.figures, at);
    last = after;
    for (const { status, series, values } of changes) {
      const measured = measuredText(rule, status, comparedIn(rule, status, values));
      told.push({ status, at, labels: series, measured });
    }
  }
  const remarks = await remarksOn(rule, readings, sources, signal);
  return { ok: true, told, series: reading.figures.length, remarks, charged };
}

/** What is counted only when it happens may never have been there; what is mistyped never will be. */
async function remarksOn(
  { metrics }: WatchRule,
  readings: readonly MeasureReading[],
  sources: ReadonlyMap<string, MetricSource>,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const empty = [...metrics.values()].filter((_, index) => {
    const reading = readings[index];
    return reading?.ok === true && reading.series.length === 0;
  });
  const queries = new Set(empty.flatMap(({ measure }) => [...queriesOf(measure)]));
  const remarks = new Set<string>();
  for (const query of queries) {
    const problem = await sources.get(query.source)?.whyEmpty(query, signal);
    if (problem === undefined) continue;
    const { what, mend } = problemWords(problem, query.source);
    remarks.add(`${what} ${mend}`);
  }
  return [...remarks];
}
