import { z } from 'zod';
import type { Thresholds } from '../../alert/threshold.ts';
import { formatDuration } from '../duration.ts';
import { Mistake, quoted } from '../mistake.ts';
import { parseThreshold } from '../threshold.ts';
import { duration, fieldNotes, named, parsed } from './fields.ts';
import { queryFields, readQuery, type QueryConfig } from './metric-query.ts';
import { refuse, type IssueSink } from './refuse.ts';

/** One of the saved metrics, by its name. */
export interface SavedConfig {
  readonly kind: 'saved';
  readonly name: string;
}

export type OperandConfig = QueryConfig | SavedConfig;

/** What is computed of several metrics. */
export interface FormulaConfig {
  readonly kind: 'formula';
  readonly text: string;
  /** Of other names in it saved metrics are meant. */
  readonly operands: Readonly<Record<string, OperandConfig>>;
}

export interface MetricConfig {
  readonly of: QueryConfig | FormulaConfig;
  readonly title?: string | undefined;
  /** In milliseconds. */
  readonly period?: number | undefined;
  readonly unit?: string | undefined;
  readonly thresholds: Thresholds;
  /** The width of the band of expected values, in standard deviations. */
  readonly band?: number | undefined;
}

/** A limit such as `> 400`. */
export const threshold = parsed(parseThreshold).register(fieldNotes, { example: "'> 400'" });

/** The keys of what is computed with: a saved metric, or a query where it is used. */
export const operandFields = { saved: named('api-errors').optional(), ...queryFields };

type WrittenOperand = z.output<z.ZodObject<typeof operandFields>>;

/** A text is the name of a saved metric. */
export function orSaved(value: unknown): unknown {
  return typeof value === 'string' ? { saved: value } : value;
}

/** Reads what is computed with; undefined for what lacks something, or says two things, which is refused. */
export function readOperand(
  written: WrittenOperand,
  context: IssueSink,
): OperandConfig | undefined {
  const { saved } = written;
  if (saved === undefined) return readQuery(written, context);
  for (const key of Object.keys(queryFields).filter((one) => one in written)) {
    refuse(context, 'has no place beside saved', 'take it out', key);
  }
  return { kind: 'saved', name: saved };
}

/** The name of a saved metric, or a query where it is used. */
export const operand = z
  .preprocess(orSaved, z.strictObject(operandFields))
  .transform((written, context) => readOperand(written, context) ?? z.NEVER)
  .meta({ type: ['object', 'string'] });

const written = z.strictObject({
  title: named('API latency').optional(),
  ...queryFields,
  band: parsed(parseBand).register(fieldNotes, { example: '2' }).optional(),
  formula: named("'errors / (errors + successes) * 100'").optional(),
  metrics: z
    .record(z.string(), operand)
    .register(fieldNotes, { example: '{ errors: api-errors, … }' })
    .optional(),
  period: duration({ positive: true }).optional(),
  unit: named('ms').optional(),
  thresholds: z
    .strictObject({ warning: threshold.optional(), critical: threshold.optional() })
    .prefault({}),
});

type WrittenMetric = z.output<typeof written>;

/** A metric as it is written, under a name or where it is used. */
export const metricSchema = written.transform((metric, context): MetricConfig => {
  const { title, period, unit, band, thresholds } = metric;
  const of = metric.formula === undefined ? queryOf(metric, context) : formulaOf(metric, context);
  if (of === undefined) return z.NEVER;
  if (of.kind === 'stat') checkPeriod(period, context);
  else if (band !== undefined) refuse(context, 'is only for CloudWatch', 'take it out', 'band');
  return { of, title, period, unit, band, thresholds };
});

function queryOf(metric: WrittenMetric, context: IssueSink): QueryConfig | undefined {
  if (metric.metrics === undefined) return readQuery(metric, context);
  return refuse(context, 'is missing', '', 'formula');
}

/** What is computed comes from where its operands come from. */
function formulaOf(metric: WrittenMetric, context: IssueSink): FormulaConfig | undefined {
  const { formula: text = '', metrics: operands = {} } = metric;
  const stray = Object.keys(queryFields).filter((key) => key in metric);
  for (const key of stray) refuse(context, 'has no place beside formula', 'take it out', key);
  return stray.length > 0 ? undefined : { kind: 'formula', text, operands };
}

const MINUTE = 60_000;
const SHORT_PERIODS = [1, 5, 10, 20, 30].map((seconds) => seconds * 1000);

/** Refuses what is no period of CloudWatch's. Source: CloudWatch API Reference, MetricStat. */
export function checkPeriod(period: number | undefined, context: IssueSink): void {
  if (period === undefined || period % MINUTE === 0 || SHORT_PERIODS.includes(period)) return;
  const longer = SHORT_PERIODS.find((one) => one > period) ?? Math.ceil(period / MINUTE) * MINUTE;
  const message = `CloudWatch has no period of ${formatDuration(period)}`;
  refuse(context, message, `write ${formatDuration(longer)}`, 'period');
}

function parseBand(text: string): number {
  const width = Number(text);
  if (text.trim() !== '' && width > 0 && width <= 1000) return width;
  throw new Mistake(`${quoted(text)} is not a number of standard deviations`, 'write 2');
}
