import { alarmMetricOf } from './alarm-metric.ts';
import type { MetricQuery } from './metric-query.ts';
import { statisticFrom, type Measure } from './measure.ts';

/**
 * What a list of metrics and expressions measures: for a band of expected values the metric inside
 * it; for metric math the expression, with the namespace and dimensions its metrics have in common.
 */
export function measureOf(queries: readonly MetricQuery[]): Measure | undefined {
  const isBand = (query: MetricQuery) => query.expression?.startsWith('ANOMALY_DETECTION_BAND(');
  const candidates = queries.filter((query) => isBand(query) !== true);
  const main = candidates.find(({ returnsData }) => returnsData) ?? candidates[0];
  if (main === undefined) return undefined;
  const source = alarmMetricOf(queries);
  if (main.expression === undefined) {
    return { ...main, statistic: statisticFrom(main.statistic), source };
  }
  const metrics = queries.filter(({ metric }) => metric !== undefined);
  const insight = metricsInsight(main.expression);
  return {
    namespace: common(metrics.map(({ namespace }) => namespace)) ?? insight?.namespace,
    metric: insight?.metric ?? expressionName(main, metrics),
    statistic: insight?.statistic,
    period: main.period ?? common(metrics.map(({ period }) => period)),
    dimensions: commonDimensions(metrics),
    source,
  };
}

/** CloudWatch calls an expression without a label "Expression1", which says nothing. */
function expressionName(query: MetricQuery, metrics: readonly MetricQuery[]): string {
  const { expression = '', label } = query;
  if (label !== undefined && label !== '' && !/^Expression\d+$/u.test(label)) return label;
  const names = new Map(metrics.map(({ id, metric }) => [id, metric]));
  return expression.slice(0, 1024).replace(/\b[a-z]\w*\b/gu, (word) => names.get(word) ?? word);
}

/** `SELECT AVG(Metric) FROM SCHEMA("Namespace", …)`: CloudWatch Metrics Insights. */
function metricsInsight(
  expression: string,
): { statistic: string; metric: string; namespace: string } | undefined {
  const match =
    /^\s*SELECT\s+(\w+)\(\s*"?([^")]+)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?(?:"([^"]+)"|([\w./-]+))/iu.exec(
      expression.slice(0, 1024),
    );
  if (match === null) return undefined;
  const [, function_ = '', metric = '', quoted, bare] = match;
  const statistic = function_.toLowerCase() === 'avg' ? 'average' : function_.toLowerCase();
  return { statistic, metric, namespace: quoted ?? bare ?? '' };
}

function common<T>(values: readonly (T | undefined)[]): T | undefined {
  const [first, ...others] = values;
  return others.every((value) => value === first) ? first : undefined;
}

function commonDimensions(metrics: readonly MetricQuery[]): Measure['dimensions'] {
  const [first, ...others] = metrics;
  return (first?.dimensions ?? []).filter(([name, value]) =>
    others.every(({ dimensions }) => dimensions.some(([n, v]) => n === name && v === value)),
  );
}
