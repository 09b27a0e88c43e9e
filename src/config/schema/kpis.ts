import { z } from 'zod';
import type { Threshold } from '../../alert/threshold.ts';
import { duration, fieldNotes, flag, named, oneOf } from './fields.ts';
import {
  operand,
  operandFields,
  orSaved,
  readOperand,
  threshold,
  type FormulaConfig,
  type OperandConfig,
} from './metric.ts';
import { refuse, type IssueSink } from './refuse.ts';

const HOUR = 3_600_000;

/** How the periods of a window become one figure. */
export const KPI_FIGURES = [
  'mean',
  'sum',
  'max',
  'min',
  'latest',
  'per_minute',
  'per_second',
] as const;

export type KpiFigure = (typeof KPI_FIGURES)[number];

/** A key figure as the config has it: what it is computed of, and where it should be. */
export interface KpiConfig {
  readonly name: string;
  readonly title?: string | undefined;
  readonly group: string;
  readonly of: OperandConfig | FormulaConfig;
  /** Absent where the metric says by itself whether it adds up. */
  readonly figure?: KpiFigure | undefined;
  readonly target?: Threshold | undefined;
  readonly warning?: Threshold | undefined;
  readonly critical?: Threshold | undefined;
  /** In milliseconds. */
  readonly window: number;
  readonly unit?: string | undefined;
  readonly slo: boolean;
}

const metric = z
  .preprocess(orSaved, z.strictObject(operandFields))
  .transform((written, context) => readOperand(written, context) ?? z.NEVER)
  .meta({ type: ['object', 'string'] });

const written = z.strictObject({
  name: named('api-p95'),
  title: named('latency p95').optional(),
  group: named('API'),
  metric: metric.optional(),
  formula: named("'errors / requests * 100'").optional(),
  metrics: z
    .record(z.string(), operand)
    .register(fieldNotes, { example: '{ errors: api-errors, … }' })
    .optional(),
  figure: oneOf(KPI_FIGURES).optional(),
  target: threshold.optional(),
  warning: threshold.optional(),
  critical: threshold.optional(),
  window: duration({ positive: true }).default(HOUR),
  unit: named('ms').optional(),
  slo: flag().default(false),
});

type WrittenKpi = z.output<typeof written>;

const kpi = written.transform((one, context): KpiConfig => {
  const { metric: _metric, formula: _formula, metrics: _metrics, ...rest } = one;
  const of = subjectOf(one, context);
  if (of === undefined) return z.NEVER;
  checkSides(one, context);
  checkObjective(one, context);
  return { ...rest, of };
});

function subjectOf(
  { metric: of, formula, metrics = {} }: WrittenKpi,
  context: IssueSink,
): KpiConfig['of'] | undefined {
  if ((of === undefined) === (formula === undefined)) {
    const message = of === undefined ? 'names no metric' : 'has a metric and a formula';
    return refuse(context, message, 'write metric: or formula:');
  }
  if (formula !== undefined) return { kind: 'formula', text: formula, operands: metrics };
  for (const key of Object.keys(metrics))
    refuse(context, 'has no formula', 'take it out', 'metrics', key);
  return of;
}

const HIGH = /^>/u;

/** Where less is better, what is too much is worse: a target below, limits above. */
function checkSides({ target, warning, critical }: WrittenKpi, context: IssueSink): void {
  for (const [key, limit] of Object.entries({ warning, critical })) {
    if (limit === undefined || target === undefined) continue;
    if (HIGH.test(limit.comparison) !== HIGH.test(target.comparison)) continue;
    const turned = HIGH.test(limit.comparison) ? '<' : '>';
    refuse(context, 'is on the side of the target', `write '${turned} ${limit.value}'`, key);
  }
  if (warning === undefined || critical === undefined) return;
  const isHigh = HIGH.test(warning.comparison);
  const isBeyond = isHigh ? critical.value >= warning.value : critical.value <= warning.value;
  if (HIGH.test(critical.comparison) === isHigh && isBeyond) return;
  refuse(
    context,
    'is reached before the warning',
    'write one that is further from the target',
    'critical',
  );
}

/** What may fail of a hundred: an objective is a share. */
function checkObjective({ slo, target, unit }: WrittenKpi, context: IssueSink): void {
  if (!slo) return;
  const isShare =
    unit === '%' &&
    target !== undefined &&
    HIGH.test(target.comparison) &&
    target.value > 0 &&
    target.value < 100;
  if (isShare) return;
  refuse(context, 'takes a share as its target', "write target: '> 99.9' and unit: '%'", 'slo');
}

/** Key figures, with where they should be. */
export const kpisSchema = z.array(kpi).default([]);
