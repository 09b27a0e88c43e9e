import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { MathQuery, StatQuery } from '../../query.ts';

/** What CloudWatch can be asked for. */
export type CloudWatchQuery = StatQuery | MathQuery;

/** A query as CloudWatch is asked, with what it needs to be computed. */
export interface Asked {
  /** That of the part whose data comes back. */
  readonly id: string;
  readonly parts: readonly MetricDataQuery[];
}

/** Source: CloudWatch API Reference, GetMetricData. */
const QUERIES_A_CALL = 500;

/**
 * Queries in as few calls as they fit into, in their order. What one expression needs stays together.
 *
 * @param period milliseconds
 */
export function batchesOf(
  queries: readonly CloudWatchQuery[],
  period: number,
  most = QUERIES_A_CALL,
): readonly (readonly Asked[])[] {
  const batches: Asked[][] = [];
  let room = 0;
  for (const [index, query] of queries.entries()) {
    const id = `q${index}`;
    const parts = partsOf(query, id, period / 1000);
    if (parts.length > room) {
      batches.push([]);
      room = most;
    }
    batches.at(-1)?.push({ id, parts });
    room -= parts.length;
  }
  return batches;
}

/** How many metrics are paid for: all but what is computed of them. */
export function chargedFor(batch: readonly Asked[]): number {
  return batch.flatMap(({ parts }) => parts).filter((one) => one.MetricStat !== undefined).length;
}

function partsOf(query: CloudWatchQuery, id: string, seconds: number): MetricDataQuery[] {
  if (query.kind === 'stat') return [statPart(query, id, seconds, true)];
  const names = Object.keys(query.metrics);
  const idOf = (name: string) => `${id}_${names.indexOf(name)}`;
  const expression = query.expression.replaceAll(QUOTED_OR_WORD, (text) =>
    Object.hasOwn(query.metrics, text) ? idOf(text) : text,
  );
  const metrics = Object.entries(query.metrics).map(([name, metric]) =>
    statPart(metric, idOf(name), seconds, false),
  );
  return [{ Id: id, Expression: expression, Period: seconds }, ...metrics];
}

/** Names within quotes are not those of metrics: `SEARCH('{AWS/EC2} m1', 'Average')`. */
const QUOTED_OR_WORD = /'[^']*'|"[^"]*"|\w+/gu;

function statPart(
  { namespace, metric, dimensions, statistic }: StatQuery,
  Id: string,
  Period: number,
  ReturnData: boolean,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
  return { Id, MetricStat: { Metric, Period, Stat: statistic }, ReturnData };
}
