import type { Config } from '../../config/load.ts';
import { unitSign } from '../../intake/alarm/units.ts';
import type { MetricsAtHand } from '../../metrics/at-hand.ts';
import { alertMeasures } from './drawable.ts';
import { kpisOf, savedMeasures } from './measures.ts';
import { createMetricSources, type MetricSourceParts } from './metric-sources.ts';

/**
 * The metrics that people can ask for, by the config.
 *
 * @throws when the file of a certificate authority can't be read
 */
export function metricsAtHand(config: Config, parts: MetricSourceParts): MetricsAtHand {
  const { sources } = config.metrics;
  const stat = sources.find(({ kind }) => kind === 'cloudwatch')?.name;
  const promql = sources.find(({ kind }) => kind === 'prometheus')?.name;
  return {
    saved: savedMeasures(config),
    kpis: kpisOf(config),
    sources: createMetricSources(config, parts),
    alerts: alertMeasures(config),
    usual: { ...(stat !== undefined && { stat }), ...(promql !== undefined && { promql }) },
    // A count of samples has no unit, whatever they are of.
    unitOf: ({ namespace, metric, statistic }) =>
      statistic === 'SampleCount' ? undefined : unitSign(undefined, namespace, metric),
  };
}
