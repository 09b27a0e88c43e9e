import type { Config } from '../../config/schema/config.ts';
import { accountFromArns } from '../../intake/aws/region.ts';
import type { AlertMeasures } from '../../metrics/alert-graph/alert-measure.ts';
import type { MetricSource } from '../../metrics/source.ts';
import { hearsPresses } from '../hears-presses.ts';
import { createMetricSources, type MetricSourceParts } from './metric-sources.ts';
import { watchRules } from './watch-rules.ts';

/** What a config says of the graphs of alerts. */
export interface Drawable extends AlertMeasures {
  readonly sources: ReadonlyMap<string, MetricSource>;
  readonly timeZone: string;
  readonly hasButtons: boolean;
}

/**
 * What can be drawn by a config; nothing where it wants no graphs.
 *
 * @throws when the file of a certificate authority can't be read
 */
export function drawableBy(config: Config, parts: MetricSourceParts): Drawable {
  return {
    ...(config.metrics.graphs ? alertMeasures(config) : { places: [], rules: new Map() }),
    sources: createMetricSources(config, parts),
    timeZone: config.report?.timezone ?? 'UTC',
    hasButtons: hearsPresses(config.slack),
  };
}

/** Where a config can read what alerts are about. */
export function alertMeasures(config: Config): AlertMeasures {
  const places = config.metrics.sources.flatMap((one) => {
    if (one.kind !== 'cloudwatch') return [];
    return [{ name: one.name, region: one.region, account: accountFromArns(one.role_arn) }];
  });
  return { places, rules: new Map(watchRules(config).map((rule) => [rule.name, rule])) };
}
