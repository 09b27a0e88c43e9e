import type { AlarmMetric, PlainMetric } from '../../alert/alarm-metric.ts';
import type { MetricQuery } from './metric-query.ts';

/** So many metrics one alarm may be computed of, and so long its expression may be. Source: CloudWatch API Reference, PutMetricAlarm. */
const MOST_METRICS = 10;
const LONGEST = 1_024;
/** An expression may name another, and that one the next. */
const DEEPEST = 5;

const BAND = /^ANOMALY_DETECTION_BAND\(\s*(?<id>\w+)\s*(?:,\s*(?<width>[\d.]+)\s*)?\)$/u;
const USUAL_WIDTH = 2;
/** Words within quotes are no names. */
const QUOTED_OR_WORD = /'[^']*'|"[^"]*"|\b[a-z]\w*\b/gu;

/** What can be read again of what an alarm looks at; undefined where it does not say all of it. */
export function alarmMetricOf(queries: readonly MetricQuery[]): AlarmMetric | undefined {
  const bands = queries.flatMap(({ expression }) => BAND.exec(expression?.trim() ?? '') ?? []);
  const isBand = ({ expression }: MetricQuery) => BAND.test(expression?.trim() ?? '');
  const others = queries.filter((query) => !isBand(query));
  const main = others.find(({ returnsData }) => returnsData) ?? others[0];
  if (main === undefined) return undefined;
  const of = main.expression === undefined ? plainMetric(main) : computed(main.expression, queries);
  if (of === undefined) return undefined;
  const [, id, width = String(USUAL_WIDTH)] = bands;
  const band = id !== undefined && id === main.id ? Number(width) : 0;
  const { period } = 'metrics' in of ? { period: main.period ?? periodOf(others) } : main;
  return { of, ...(period !== undefined && { period }), ...(band > 0 && { band }) };
}

function plainMetric({
  namespace,
  metric,
  statistic,
  dimensions,
}: Pick<MetricQuery, 'namespace' | 'metric' | 'statistic' | 'dimensions'>):
  | PlainMetric
  | undefined {
  if (namespace === undefined || metric === undefined || statistic === undefined) return undefined;
  return { namespace, metric, statistic, dimensions: Object.fromEntries(dimensions) };
}

function computed(
  expression: string,
  queries: readonly MetricQuery[],
): Exclude<AlarmMetric['of'], PlainMetric> | undefined {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const whole = writtenOut(expression, byId);
  if (whole.length > LONGEST) return undefined;
  const metrics: Record<string, PlainMetric> = {};
  for (const [word] of whole.matchAll(QUOTED_OR_WORD)) {
    const query = byId.get(word);
    if (query === undefined) continue;
    const metric = plainMetric(query);
    if (metric === undefined) return undefined;
    metrics[word] = metric;
  }
  return Object.keys(metrics).length > MOST_METRICS ? undefined : { expression: whole, metrics };
}

/** With the expressions that it names in place of their names. Level by level: what grows too long is left. */
function writtenOut(
  expression: string,
  byId: ReadonlyMap<string | undefined, MetricQuery>,
): string {
  let text = expression;
  for (let depth = 0; depth < DEEPEST && text.length <= LONGEST; depth += 1) {
    const next = text.replaceAll(QUOTED_OR_WORD, (word) => {
      const inner = byId.get(word)?.expression;
      return inner === undefined || inner.length > LONGEST ? word : `(${inner})`;
    });
    if (next === text) break;
    text = next;
  }
  return text;
}

function periodOf(queries: readonly MetricQuery[]): number | undefined {
  const periods = queries.flatMap(({ period }) => period ?? []);
  return periods.length === 0 ? undefined : Math.max(...periods);
}
