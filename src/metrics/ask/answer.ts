import type { MetricsAtHand } from '../at-hand.ts';
import type { ExpectedBand } from '../band.ts';
import { queriesOf, type Measure } from '../measure.ts';
import type { Problem } from '../problem.ts';
import { readMeasures, type MeasureReading } from '../read-measures.ts';
import type { ReadOptions } from '../read-queries.ts';
import type { Series, Span } from '../series.ts';
import { addsUp, changeOf, summarise, type Change, type Summary } from '../summary.ts';
import { planned } from '../wanted.ts';
import type { AskedMeasure } from './measures-asked.ts';
import type { Asked } from './ask.ts';

/** One series of an answer. */
export interface AnswerSeries {
  readonly series: Series;
  /** Undefined where there is no data. */
  readonly summary: Summary | undefined;
  /** Against the span before it, which is as long; undefined where nothing is known of one. */
  readonly change: Change | undefined;
  readonly band?: ExpectedBand;
}

/** What came of one source. */
export type AnswerPart = {
  /** Where it was looked up, by the name in the config; as it is to be told apart from others. */
  readonly source: string;
} & (
  | { readonly ok: true; readonly series: readonly AnswerSeries[] }
  | { readonly ok: false; readonly problem: Problem }
);

/** What there is to say to who asked for a metric. */
export interface MetricAnswer {
  /** What it is called, what limits it has; of several sources the same. */
  readonly measure: Measure;
  /** What was looked at, in whole periods. */
  readonly span: Span;
  readonly period: number;
  /** One of each source that was asked for. */
  readonly parts: readonly AnswerPart[];
  /** What the sources remarked. */
  readonly remarks: readonly string[];
  /** How many metrics were asked for that are charged for. */
  readonly charged: number;
}

export interface AnswerOptions extends ReadOptions {
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Reads what somebody asked for, and the span before it to compare with, all in as few calls as can be. What
 * a source has no answer to is said in its part.
 *
 * @param measures at least one
 */
export async function answerTo(
  asked: Pick<Asked, 'span' | 'period'>,
  measures: readonly AskedMeasure[],
  { sources }: Pick<MetricsAtHand, 'sources'>,
  { now, ...options }: AnswerOptions,
): Promise<MetricAnswer> {
  const first = measures[0]?.measure;
  if (first === undefined) throw new Error('nothing is asked for');
  const { span, period } = plannedFor(first, asked, now);
  const before = { from: span.from - (span.to - span.from), to: span.from };
  // What is not kept for so long to compare with is no reason to say nothing.
  const [present, then] = await Promise.all([
    readMeasures(
      measures.map(({ measure }) => ({ measure, span, period })),
      sources,
      { now, explainEmpty: true, ...options },
    ),
    readMeasures(
      measures.map(({ measure }) => ({ measure: withoutBand(measure), span: before, period })),
      sources,
      { now, ...options },
    ),
  ]);
  const parts = measures.map((one, index) =>
    partOf(one, present.readings[index], then.readings[index]),
  );
  const remarks = present.readings.flatMap((one) => (one.ok ? one.remarks : []));
  return {
    measure: limited(first, period),
    span,
    period,
    parts,
    remarks: [...new Set(remarks)],
    charged: present.charged + then.charged,
  };
}

/** So many periods as were asked for: those that have gone by, from the one on in which it begins. */
function plannedFor(
  measure: Measure,
  { span, period }: Pick<Asked, 'span' | 'period'>,
  now: number,
): { readonly span: Span; readonly period: number } {
  const wanted = { measure, span, ...(period !== undefined && { period }) };
  const plan = planned(wanted, now);
  if ('problem' in plan) return { span, period: period ?? span.to - span.from };
  const from = Math.floor(span.from / plan.period) * plan.period;
  return { span: { from: Math.min(from, plan.span.from), to: plan.span.to }, period: plan.period };
}

function partOf(
  { measure, source }: AskedMeasure,
  now: MeasureReading | undefined,
  before: MeasureReading | undefined,
): AnswerPart {
  const place = source ?? [...new Set([...queriesOf(measure)].map((one) => one.source))].join(', ');
  if (now?.ok !== true) {
    const problem: Problem = now?.problem ?? { kind: 'unreachable', why: 'there was no answer' };
    return { source: now?.source ?? place, ok: false, problem };
  }
  const isSum = measure.of.kind === 'stat' && addsUp(measure.of.statistic);
  const { band, series } = now;
  return {
    source: place,
    ok: true,
    series: series.map((one) => {
      const summary = summarise(one.points, isSum);
      const same = before?.ok === true ? sameSeries(one, series, before.series) : undefined;
      const change = changeOf(summary, same && summarise(same.points, isSum));
      return { series: one, summary, change, ...(band !== undefined && { band }) };
    }),
  };
}

/** Of one series it is the other one; of several, that with the same labels. */
function sameSeries(
  one: Series,
  all: readonly Series[],
  others: readonly Series[],
): Series | undefined {
  if (all.length === 1 && others.length === 1) return others[0];
  return others.find(({ label }) => label === one.label);
}

function withoutBand(measure: Measure): Measure {
  const { band: _, ...rest } = measure;
  return rest;
}

/** What adds up over one period has other limits over another. */
function limited(measure: Measure, by: number): Measure {
  const { of, period } = measure;
  const isOther = period !== undefined && period !== by;
  return isOther && of.kind === 'stat' && addsUp(of.statistic)
    ? { ...measure, thresholds: {} }
    : measure;
}
