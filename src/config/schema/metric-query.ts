import { z } from 'zod';
import { parseStatistic } from '../statistic.ts';
import { fieldNotes, named, parsed } from './fields.ts';
import { refuse, type IssueSink } from './refuse.ts';

/** A metric of CloudWatch's, by one statistic. Without a source: of the first that can have it. */
export interface StatConfig {
  readonly kind: 'stat';
  readonly source?: string | undefined;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** An expression of Prometheus's. */
export interface PromqlConfig {
  readonly kind: 'promql';
  readonly source?: string | undefined;
  readonly expression: string;
}

export type QueryConfig = StatConfig | PromqlConfig;

/** The keys of a query, of both kinds. */
export const queryFields = {
  source: named('aws').optional(),
  namespace: named('AWS/ApiGateway').optional(),
  metric: named('Latency').optional(),
  dimensions: z.record(z.string(), named('shop')).optional(),
  stat: parsed(parseStatistic).register(fieldNotes, { example: 'Average' }).optional(),
  promql: named("'sum(queue_depth)'").optional(),
};

type WrittenQuery = z.output<z.ZodObject<typeof queryFields>>;

const CLOUDWATCH_KEYS = ['namespace', 'metric', 'stat'] as const;

/** Reads a query; undefined for one that lacks something, or says two things, which is refused. */
export function readQuery(written: WrittenQuery, context: IssueSink): QueryConfig | undefined {
  const { source, namespace, metric, dimensions = {}, stat, promql } = written;
  if (promql !== undefined) {
    const stray = [...CLOUDWATCH_KEYS, 'dimensions' as const].filter((key) => key in written);
    for (const key of stray) refuse(context, 'has no place beside promql', 'take it out', key);
    return stray.length > 0 ? undefined : { kind: 'promql', source, expression: promql };
  }
  if (namespace !== undefined && metric !== undefined && stat !== undefined) {
    return { kind: 'stat', source, namespace, metric, dimensions, statistic: stat };
  }
  const missing = CLOUDWATCH_KEYS.filter((key) => written[key] === undefined);
  if (missing.length === CLOUDWATCH_KEYS.length) {
    return refuse(context, 'names no metric', 'write namespace:, metric: and stat:, or promql:');
  }
  for (const key of missing) refuse(context, 'is missing', `add ${key}:`, key);
  return undefined;
}
