import type { Alert } from '../../alert/alert.ts';
import type { AlarmMetric, PlainMetric } from '../../alert/alarm-metric.ts';
import { alarmPlace, type AlarmPlace } from '../../alert/alarm-place.ts';
import { labelValue } from '../../alert/labels.ts';
import { parseStatistic } from '../../config/statistic.ts';
import { Mistake } from '../../config/mistake.ts';
import type { Measure } from '../measure.ts';
import type { Query, StatQuery } from '../query.ts';
import type { WatchRule } from '../watch/rule.ts';

/** An account and region of CloudWatch's that can be read. */
export interface ReadablePlace extends Pick<AlarmPlace, 'region'> {
  /** The source's name. */
  readonly name: string;
  /** That of its role; undefined for the bot's own. */
  readonly account?: string | undefined;
}

/** Where what alerts are about can be read. */
export interface AlertMeasures {
  readonly places: readonly ReadablePlace[];
  /** By name. */
  readonly rules: ReadonlyMap<string, WatchRule>;
}

/**
 * What an alert was raised by, as it can be read again: the metric of a CloudWatch alarm, or the first that
 * the condition of a watch rule looks at. Undefined where there is none, or no source for its place.
 */
export function alertMeasure(
  alert: Pick<Alert, 'source' | 'labels' | 'annotations' | 'metric'>,
  { places, rules }: AlertMeasures,
): Measure | undefined {
  const { source, labels, metric } = alert;
  if (source === 'watch') return watched(rules.get(labelValue(labels, 'alertname')));
  const place = alarmPlace(alert);
  const readable = place && placeOf(places, place);
  if (readable === undefined || metric === undefined) return undefined;
  const of = queryOf(metric, readable.name);
  return of && measureOf(alert, metric, of);
}

function watched(rule: WatchRule | undefined): Measure | undefined {
  const name = rule?.when.limits.find((limit) => limit.name !== undefined)?.name;
  const measure = rule?.metrics.get(name ?? '')?.measure;
  return measure && rule && { ...measure, period: rule.period };
}

/** Where a place can be read: one with a role in the account comes before the bot's own account. */
export function placeOf(
  places: readonly ReadablePlace[],
  { region, account }: AlarmPlace,
): ReadablePlace | undefined {
  const there = places.filter((one) => one.region === region);
  return (
    there.find((one) => one.account === account) ?? there.find((one) => one.account === undefined)
  );
}

function measureOf(
  { labels, annotations }: Pick<Alert, 'labels' | 'annotations'>,
  { period, band, of: looked }: AlarmMetric,
  of: Query,
): Measure {
  const name = labelValue(labels, 'alertname');
  const { metric = name, statistic, unit } = annotations;
  const dimensions = 'dimensions' in looked ? Object.values(looked.dimensions) : [];
  const title = [metric, ...dimensions, ...(statistic === undefined ? [] : [statistic])];
  return {
    name,
    title: title.join(' · '),
    thresholds: {},
    ...(unit !== undefined && { unit }),
    ...(period !== undefined && { period: period * 1000 }),
    ...(band !== undefined && { band }),
    of,
  };
}

function queryOf({ of }: AlarmMetric, source: string): Query | undefined {
  try {
    if (!('expression' in of)) return { ...statOf(of), source };
    const metrics = Object.entries(of.metrics).map(([id, one]) => [id, statOf(one)] as const);
    const { expression } = of;
    return { kind: 'math', source, expression, metrics: Object.fromEntries(metrics) };
  } catch (error) {
    // By a statistic that nobody knows here nothing can be read.
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

/** @throws Mistake */
function statOf({ statistic, ...metric }: PlainMetric): StatQuery {
  return { kind: 'stat', ...metric, statistic: parseStatistic(statistic) };
}
