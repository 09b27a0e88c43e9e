import { Mistake } from '../../config/mistake.ts';
import type { CheckConfig } from '../../config/schema/runbook.ts';
import type { MetricsAtHand } from '../../metrics/at-hand.ts';
import type { Values } from '../../metrics/arithmetic.ts';
import { usualDelay } from '../../metrics/delay.ts';
import { compileComparison, type Comparison } from '../../metrics/formula.ts';
import { readFigures, type FigureRead } from '../../metrics/kpis/read-figures.ts';
import type { Folding } from '../../metrics/kpis/kpi.ts';
import { periodOfWindow, windowBefore } from '../../metrics/kpis/window.ts';
import { queriesOf, type Measure } from '../../metrics/measure.ts';
import { problemWords } from '../../metrics/problem-words.ts';
import type { Facts } from '../format/variables.ts';
import { checkMeasure, savedMeasure } from './check-measure.ts';
import type { CheckFigure, CheckResult, Compared } from './check-result.ts';

export interface CheckParts {
  /** What is known of the alert that the check is run for. */
  readonly facts: Facts;
  readonly metrics: MetricsAtHand;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** How long the sources may take, milliseconds; 20 s unless told: somebody waits. */
  readonly patience?: number;
}

const PATIENCE = 20_000;

/**
 * Runs the check of a step: reads its metrics over the last whole minutes of its time that are complete, each as one
 * figure, and holds them against its condition. Counts add up, of `Maximum` the highest and of `Minimum` the lowest
 * minute counts, of others the mean. Nothing is thrown: what can't be read is said in the result.
 */
export async function runCheck(config: CheckConfig, parts: CheckParts): Promise<CheckResult> {
  try {
    const { condition, measures } = compiled(config, parts);
    return await judged(config, condition, measures, parts);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const why = `It can't be run: ${error.message}; ${error.hint}.`;
    return { condition: config.pass, figures: [], compared: [], why };
  }
}

type Measures = ReadonlyMap<string, Measure>;

/** @throws Mistake */
function compiled({ metrics: own, pass }: CheckConfig, { facts, metrics }: CheckParts) {
  const condition = compileComparison(pass, [...Object.keys(own), ...metrics.saved.keys()]);
  const measures = condition.uses.map((name): [string, Measure] => {
    const written = Object.hasOwn(own, name) ? own[name] : undefined;
    const measure =
      written === undefined
        ? savedMeasure(name, metrics)
        : checkMeasure(name, written, facts, metrics);
    return [name, measure];
  });
  return { condition, measures: new Map(measures) };
}

async function judged(
  { pass, over }: CheckConfig,
  condition: Comparison,
  measures: Measures,
  { metrics: { sources }, now, signal, patience = PATIENCE }: CheckParts,
): Promise<CheckResult> {
  const span = windowBefore(over, now - usualDelay([...measures.values()]));
  const late = AbortSignal.timeout(patience);
  const options = { now, signal: signal === undefined ? late : AbortSignal.any([signal, late]) };
  const wanted = [...measures.values()].map((measure) => {
    return { measure, span, period: periodOfWindow(over), folding: foldingOf(measure) };
  });
  const reads = await readFigures(wanted, sources, options);
  const base = { condition: pass, span };
  const failed = reads.find((read) => !read.ok);
  if (failed !== undefined) {
    const { problem, source } = failed;
    const isCut = late.aborted && problem.kind === 'unreachable';
    const { what, mend } = problemWords(
      isCut ? { kind: 'timed-out', after: patience } : problem,
      source,
    );
    return { ...base, figures: [], compared: [], why: `${what} ${mend}` };
  }
  const figures = [...measures].map(([name, measure], at) => figureOf(name, measure, reads[at]));
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  const result = { ...base, figures, compared: comparedIn(condition, values, measures) };
  if (reads.some((read) => read.ok && read.isPartial)) {
    return { ...result, why: 'Only a part of the data came. Run it again in a minute.' };
  }
  const passes = condition.at(values);
  if (passes !== undefined) return { ...result, passes };
  const empty = figures.filter(({ value }) => value === undefined);
  return { ...result, why: await whyOpen(empty, measures, sources, options.signal) };
}

/** Of metrics that people look at for their highest or lowest figure, that one; else as usual. */
function foldingOf({ of }: Measure): Folding | undefined {
  if (of.kind !== 'stat') return undefined;
  if (of.statistic === 'Maximum') return 'max';
  return of.statistic === 'Minimum' ? 'min' : undefined;
}

function figureOf(
  name: string,
  { title, unit }: Measure,
  read: FigureRead | undefined,
): CheckFigure {
  const value = read?.ok === true ? read.figure : undefined;
  return {
    name,
    title,
    ...(value !== undefined && { value }),
    ...(unit !== undefined && { unit }),
  };
}

function comparedIn({ limits }: Comparison, values: Values, measures: Measures): Compared[] {
  return limits.map(({ name, text, comparison, figure, against: limitOf }) => {
    const value = figure(values);
    const against = limitOf(values);
    const unit = measures.get(name ?? '')?.unit;
    return {
      text,
      comparison,
      ...(Number.isFinite(value) && { value }),
      ...(Number.isFinite(against) && { against }),
      ...(unit !== undefined && { unit }),
    };
  });
}

/** Why a condition is neither true nor false. */
async function whyOpen(
  empty: readonly CheckFigure[],
  measures: Measures,
  sources: CheckParts['metrics']['sources'],
  signal: AbortSignal,
): Promise<string> {
  for (const { name } of empty) {
    const measure = measures.get(name);
    for (const query of measure === undefined ? [] : queriesOf(measure)) {
      const problem = await sources.get(query.source)?.whyEmpty(query, signal);
      if (problem === undefined) continue;
      const { what, mend } = problemWords(problem, query.source);
      return `${what} ${mend}`;
    }
  }
  if (empty.length === 0) return "Its figures can't be calculated with: one would be divided by 0.";
  const names = empty.map(({ title }) => title).join(' and ');
  return `There is no data of ${names} for this time.`;
}
