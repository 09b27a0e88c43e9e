import { bandFrom, bandQuery, type ExpectedBand } from './band.ts';
import { computed, onlySeries } from './compute.ts';
import { queriesOf } from './measure.ts';
import type { Problem } from './problem.ts';
import type { Query } from './query.ts';
import { readQueries, type Answers, type ReadOptions } from './read-queries.ts';
import type { Point, Series } from './series.ts';
import type { MetricSource, Reading } from './source.ts';
import { planned, type Planned, type Wanted } from './wanted.ts';

/** What came of one measure; no series where there is no data. */
export type MeasureReading =
  | {
      readonly ok: true;
      /** Over what it was read, in whole periods. */
      readonly span: Planned['span'];
      readonly period: number;
      /** One, but of PromQL that has several. */
      readonly series: readonly Series[];
      readonly band?: ExpectedBand;
      readonly remarks: readonly string[];
    }
  | { readonly ok: false; readonly problem: Problem };

export interface ReadMeasuresOptions extends ReadOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Asks why there is no data: a metric that is not there is a problem then. */
  readonly explainEmpty?: boolean;
}

export interface ReadMeasures {
  /** In the order of what was wanted. */
  readonly readings: readonly MeasureReading[];
  /** How many metrics were asked for that are charged for; CloudWatch takes $0.01 for 1,000. */
  readonly charged: number;
}

/**
 * Reads any number of measures in as few calls as can be: what several of them need is asked for once.
 * Nothing is thrown.
 */
export async function readMeasures(
  wanted: readonly Wanted[],
  sources: ReadonlyMap<string, MetricSource>,
  { now, explainEmpty = false, ...options }: ReadMeasuresOptions,
): Promise<ReadMeasures> {
  const plans = wanted.map((one) => planned(one, now));
  const questions = plans.flatMap((plan) => ('kind' in plan ? [] : questionsOf(plan)));
  const answers = await readQueries(questions, sources, options);
  const readings = plans.map((plan) => ('kind' in plan ? failed(plan) : readingOf(plan, answers)));
  if (explainEmpty) {
    for (const [index, reading] of readings.entries()) {
      const plan = plans[index];
      if (plan === undefined || 'kind' in plan || !isEmpty(reading)) continue;
      const problem = await reasonFor(plan, answers, sources, options.signal);
      if (problem !== undefined) readings[index] = failed(problem);
    }
  }
  return { readings, charged: answers.charged };
}

function questionsOf({ measure, span, period }: Planned) {
  const band = bandQuery(measure);
  const queries: readonly Query[] = [...queriesOf(measure), ...(band === undefined ? [] : [band])];
  return queries.map((query) => ({ query, span, period }));
}

function readingOf(plan: Planned, answers: Answers): MeasureReading {
  const { measure, span, period } = plan;
  const reading = figuresOf(plan, answers);
  if (!reading.ok) return reading;
  const { series, remarks = [] } = reading;
  const [only] = series;
  const named =
    only !== undefined && series.length === 1 ? [{ ...only, label: measure.title }] : series;
  const band = bandOf(plan, answers);
  return { ok: true, span, period, series: named, remarks, ...(band !== undefined && { band }) };
}

/** The figures of a measure: as its source has them, or computed. */
function figuresOf({ measure, span, period }: Planned, answers: Answers): Reading {
  const { of, title } = measure;
  if (of.kind !== 'formula') return answers.to({ query: of, span, period });
  const operands = new Map<string, readonly Point[]>();
  const remarks = new Set<string>();
  for (const [name, operand] of of.operands) {
    const reading = figuresOf({ measure: operand, span, period }, answers);
    if (!reading.ok) return reading;
    const points = onlySeries(name, reading.series);
    if ('kind' in points) return failed(points);
    operands.set(name, points);
    for (const remark of reading.remarks ?? []) remarks.add(remark);
  }
  const points = computed(of, operands);
  const series = points.length === 0 ? [] : [{ label: title, period, points }];
  return { ok: true, series, remarks: [...remarks] };
}

/** Without its band a measure is still a measure. */
function bandOf({ measure, span, period }: Planned, answers: Answers): ExpectedBand | undefined {
  const query = bandQuery(measure);
  const reading = query && answers.to({ query, span, period });
  return reading?.ok === true ? bandFrom(reading.series) : undefined;
}

function isEmpty(reading: MeasureReading): boolean {
  return reading.ok && reading.series.every(({ points }) => points.length === 0);
}

/** Of what is computed the first operand that is not there, and not merely quiet. */
async function reasonFor(
  { measure, span, period }: Planned,
  answers: Answers,
  sources: ReadonlyMap<string, MetricSource>,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  for (const query of queriesOf(measure)) {
    const reading = answers.to({ query, span, period });
    if (!reading.ok || reading.series.length > 0) continue;
    const reason = await sources.get(query.source)?.whyEmpty(query, signal);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function failed(problem: Problem) {
  return { ok: false, problem } as const;
}
