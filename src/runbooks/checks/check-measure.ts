import { Mistake, quoted } from '../../config/mistake.ts';
import type { QueryConfig, StatConfig } from '../../config/schema/metric-query.ts';
import type { OperandConfig } from '../../config/schema/metric.ts';
import { placeOf } from '../../metrics/alert-graph/alert-measure.ts';
import type { MetricsAtHand } from '../../metrics/at-hand.ts';
import type { Measure } from '../../metrics/measure.ts';
import type { Query } from '../../metrics/query.ts';
import type { Facts } from '../format/variables.ts';
import { filledQuery } from './filled-query.ts';

/**
 * A metric of a check, as it is read for one alert: where the alert is, unless the check names a source.
 *
 * @throws Mistake for what can't be read
 */
export function checkMeasure(
  name: string,
  written: OperandConfig,
  facts: Facts,
  metrics: MetricsAtHand,
): Measure {
  if (written.kind === 'saved') return savedMeasure(written.name, metrics);
  const filled = filledQuery(written, facts);
  const of: Query = { ...filled, source: sourceOf(written, facts, metrics) };
  const unit = of.kind === 'stat' ? metrics.unitOf(of) : undefined;
  const title =
    of.kind === 'stat' ? [of.metric, ...Object.values(of.dimensions)].join(' · ') : name;
  return { name, title, thresholds: {}, ...(unit !== undefined && { unit }), of };
}

/** @throws Mistake */
export function savedMeasure(name: string, { saved }: MetricsAtHand): Measure {
  const measure = saved.get(name);
  if (measure !== undefined) return measure;
  throw new Mistake(`there is no saved metric ${quoted(name)}`, 'add it to metrics.saved');
}

function sourceOf(query: QueryConfig, facts: Facts, metrics: MetricsAtHand): string {
  const { source } = query;
  if (source !== undefined) {
    if (metrics.sources.has(source)) return source;
    const hint = `write one of ${[...metrics.sources.keys()].join(', ')}`;
    throw new Mistake(`there is no source of metrics ${quoted(source)}`, hint);
  }
  if (query.kind === 'promql') {
    if (metrics.usual.promql !== undefined) return metrics.usual.promql;
    throw new Mistake(
      'no Prometheus is configured',
      'add { name: prom, url: … } to metrics.sources',
    );
  }
  return cloudWatchOf(query, facts, metrics);
}

/** Figures of another region would be an answer to another question. */
function cloudWatchOf(
  { namespace }: StatConfig,
  { labels }: Facts,
  { alerts, usual }: MetricsAtHand,
): string {
  const { region = '', account = '' } = labels;
  if (region === '') {
    if (usual.stat !== undefined) return usual.stat;
    const hint = 'add { name: aws, region: us-east-1 } to metrics.sources';
    throw new Mistake(`no CloudWatch is configured, which has ${namespace}`, hint);
  }
  const place = placeOf(alerts.places, { region, account });
  if (place !== undefined) return place.name;
  const hint = `add { name: ${region}, region: ${region} } to metrics.sources`;
  throw new Mistake(`no source of metrics is in ${region}, where the alert is`, hint);
}
