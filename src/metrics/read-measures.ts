import { bandFrom, bandQuery, type ExpectedBand } from './band.ts';
import { computed, onlySeries } from './compute.ts';
import { queriesOf, type Measure } from './measure.ts';
import type { Problem } from './problem.ts';
import type { Query } from './query.ts';
import { readQueries, type Answers, type ReadOptions } from './read-queries.ts';
import type { Point, Series, Span } from './series.ts';
import type { MetricSource, Reading } from './source.ts';
import { planned, type Planned, type Wanted } from './wanted.ts';

/** What came of one measure; no series where there is no data. */
export type MeasureReading =
  | {
      readonly ok: true;
      /** Over what it was read, in whole periods. */
      readonly span: Span;
      readonly period: number;
      /** One, but of PromQL that has several. */
      readonly series: readonly Series[];
      readonly band?: ExpectedBand;
      readonly remarks: readonly string[];
      /** Where the source of one says that figures are missing which there are. */
      readonly isPartial?: true;
    }
  | Failed;

/** A problem, and whose it is, by the config's name of the source. */
interface Failed {
  readonly ok: false;
  readonly problem: Problem;
  readonly source: string;
}

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
  const questions = plans.flatMap((plan) => ('problem' in plan ? [] : questionsOf(plan)));
  const answers = await readQueries(questions, sources, options);
  const readings: MeasureReading[] = [];
  for (const plan of plans) {
    const reading =
      'problem' in plan ? failed(plan.problem, plan.measure) : readingOf(plan, answers);
    const reason =
      explainEmpty && !('problem' in plan) && isEmpty(reading)
        ? await reasonFor(plan, answers, sources, options.signal)
        : undefined;
    readings.push(reason ?? reading);
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
  const { series, remarks = [], isPartial } = reading;
  const [only] = series;
  const named =
    only !== undefined && series.length === 1 ? [{ ...only, label: measure.title }] : series;
  const band = bandOf(plan, answers);
  return {
    ok: true,
    span,
    period,
    series: named,
    remarks,
    ...(isPartial && { isPartial }),
    ...(band !== undefined && { band }),
  };
}

type Figures = Extract<Reading, { readonly ok: true }>;

/** The figures of a measure: as its source has them, or computed. */
function figuresOf({ measure, span, period }: Planned, answers: Answers): Figures | Failed {
  const { of, title } = measure;
  if (of.kind !== 'formula') {
    const reading = answers.to({ query: of, span, period });
    return reading.ok ? reading : failed(reading.problem, measure);
  }
  const operands = new Map<string, readonly Point[]>();
  const remarks = new Set<string>();
  let isPartial = false;
  for (const [name, operand] of of.operands) {
    const reading = figuresOf({ measure: operand, span, period }, answers);
    if (!reading.ok) return reading;
    const points = onlySeries(name, reading.series);
    if ('kind' in points) return failed(points, operand);
    operands.set(name, points);
    for (const remark of reading.remarks ?? []) remarks.add(remark);
    isPartial ||= reading.isPartial === true;
  }
  const points = computed(of, operands);
  const series = points.length === 0 ? [] : [{ label: title, period, points }];
  return { ok: true, series, remarks: [...remarks], ...(isPartial && { isPartial }) };
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
): Promise<Failed | undefined> {
  for (const query of queriesOf(measure)) {
    const reading = answers.to({ query, span, period });
    if (!reading.ok || reading.series.length > 0) continue;
    const { source } = query;
    const problem = await sources.get(source)?.whyEmpty(query, signal);
    if (problem !== undefined) return { ok: false, problem, source };
  }
  return undefined;
}

/** Of what is computed the first source stands for all. */
function failed(problem: Problem, measure: Measure): Failed {
  const [query] = queriesOf(measure);
  return { ok: false, problem, source: query?.source ?? measure.name };
}
