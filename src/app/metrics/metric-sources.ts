import { readFileSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type {
  CloudWatchSourceConfig,
  PrometheusSourceConfig,
} from '../../config/schema/metric-source.ts';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import { accountFromArns } from '../../intake/aws/region.ts';
import type { MetricSource } from '../../metrics/source.ts';
import { createCloudWatchSource } from '../../metrics/sources/cloudwatch/source.ts';
import { createPrometheusSource } from '../../metrics/sources/prometheus/source.ts';
import { createCloudWatchClient } from './cloudwatch-client.ts';

/** Somebody waits for the answer: two more attempts are over within seconds. */
const ATTEMPTS = 3;

/** What sources of metrics are made of. */
export interface MetricSourceParts {
  readonly limiter: RateLimiter;
  /** Told how many metrics a source was asked for that charges for each. */
  readonly onCharged: (source: string, metrics: number) => void;
}

/**
 * The config's sources of metrics, by name and in its order.
 *
 * @throws when the file of a certificate authority can't be read
 */
export function createMetricSources(
  { metrics }: Config,
  parts: MetricSourceParts,
): ReadonlyMap<string, MetricSource> {
  return new Map(
    metrics.sources.map((one) => [
      one.name,
      one.kind === 'cloudwatch' ? cloudWatch(one, parts) : prometheus(one),
    ]),
  );
}

function cloudWatch(place: CloudWatchSourceConfig, parts: MetricSourceParts): MetricSource {
  const { name, region, role_arn } = place;
  return createCloudWatchSource({
    name,
    region,
    client: createCloudWatchClient(place, ATTEMPTS),
    account: accountFromArns(role_arn),
    limiter: parts.limiter,
    onCharged: (count) => parts.onCharged(name, count),
  });
}

function prometheus(server: PrometheusSourceConfig): MetricSource {
  const { name, url, bearer_token, basic_auth, ca_file, headers } = server;
  return createPrometheusSource({
    name,
    url,
    headers,
    bearerToken: bearer_token,
    basicAuth: basic_auth,
    ca: ca_file && readFileSync(ca_file, 'utf8'),
  });
}
