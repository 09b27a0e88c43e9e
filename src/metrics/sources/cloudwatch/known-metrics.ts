import {
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
} from '@aws-sdk/client-cloudwatch';
import { call, type Place } from './call.ts';

/** A metric that there is: one that had data within two weeks. */
export interface KnownMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What ListMetrics is asked by. */
export type MetricFilter = Pick<ListMetricsCommandInput, 'Namespace' | 'MetricName' | 'Dimensions'>;

/** The metrics of an account and region, kept for a while. */
export interface KnownMetrics {
  /** The first few thousand that a filter leaves; undefined where they can't be read. */
  readonly list: (
    filter: MetricFilter,
    signal?: AbortSignal,
  ) => Promise<readonly KnownMetric[] | undefined>;
}

const KEPT_FOR = 10 * 60_000;
const ANSWERS_KEPT = 100;
/** Of 500 metrics each. */
const PAGES_AT_MOST = 6;

/** @param now what the clock shows, epoch milliseconds */
export function createKnownMetrics(place: Place, now: () => number): KnownMetrics {
  const kept = new Map<
    string,
    { readonly until: number; readonly metrics: readonly KnownMetric[] }
  >();
  return {
    async list(filter, signal) {
      const key = JSON.stringify(filter);
      const known = kept.get(key);
      if (known !== undefined && now() < known.until) return known.metrics;
      const metrics = await listAll(place, filter, signal);
      if (metrics === undefined) return undefined;
      kept.delete(key);
      kept.set(key, { until: now() + KEPT_FOR, metrics });
      const [oldest] = kept.keys();
      if (kept.size > ANSWERS_KEPT && oldest !== undefined) kept.delete(oldest);
      return metrics;
    },
  };
}

async function listAll(
  place: Place,
  filter: MetricFilter,
  signal: AbortSignal | undefined,
): Promise<readonly KnownMetric[] | undefined> {
  const found: KnownMetric[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page += 1) {
    const command = new ListMetricsCommand({ ...filter, NextToken: token });
    const outcome = await call(
      place,
      'cloudwatch:ListMetrics',
      (options) => place.client.send(command, options),
      { signal },
    );
    if (!outcome.ok) return undefined;
    found.push(...(outcome.answer.Metrics ?? []).map(knownMetric));
    token = outcome.answer.NextToken;
    if (token === undefined) break;
  }
  return found;
}

function knownMetric({ Namespace = '', MetricName = '', Dimensions = [] }: Metric): KnownMetric {
  const dimensions = Dimensions.map(({ Name = '', Value = '' }): [string, string] => [Name, Value]);
  return { namespace: Namespace, metric: MetricName, dimensions: Object.fromEntries(dimensions) };
}
