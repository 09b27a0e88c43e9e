import { compileComparison } from '../../../src/metrics/formula.ts';
import type { Values } from '../../../src/metrics/arithmetic.ts';
import type { Labels } from '../../../src/alert/labels.ts';
import { figuresOf, type Figures } from '../../../src/metrics/watch/figures.ts';
import type { WatchRule } from '../../../src/metrics/watch/rule.ts';

export const MINUTE = 60_000;
/** When the first period of every test begins. */
export const T0 = 1_800_000_000_000;

interface Written extends Partial<Omit<WatchRule, 'when' | 'clear'>> {
  readonly when?: string;
  readonly clear?: string;
}

/** A rule over `rate` and `count`: of Prometheus's, by minutes, without a delay. */
export function ruleOf({ when = 'rate > 10', clear, ...rest }: Written = {}): WatchRule {
  const names = ['rate', 'count'];
  const periods = rest.periods ?? 1;
  const metrics = names.map(
    (name) =>
      [
        name,
        {
          offset: 0,
          measure: {
            name,
            title: name,
            thresholds: {},
            of: { kind: 'promql', source: 'prom', expression: name },
          },
        },
      ] as const,
  );
  return {
    name: 'High error rate',
    metrics: new Map(metrics),
    when: compileComparison(when, names),
    ...(clear !== undefined && { clear: compileComparison(clear, names) }),
    periods,
    minSamples: Math.ceil(periods / 2),
    missing: 'ignore',
    every: MINUTE,
    period: MINUTE,
    delay: 0,
    summed: 1,
    severity: 'critical',
    labels: {},
    annotations: {},
    ...rest,
  };
}

/** What `rate` was, minute by minute from T0 on; null for a gap. */
export function rates(...values: readonly (number | null)[]): readonly Figures[] {
  return [seriesOf({}, values)];
}

/** The same for one of several series. */
export function seriesOf(labels: Labels, values: readonly (number | null)[]): Figures {
  return {
    labels,
    at(begin): Values {
      const value = values[(begin - T0) / MINUTE];
      return typeof value === 'number' ? { rate: value } : {};
    },
  };
}

/** What comes of the series of a rule's metrics. */
export function joined(
  rule: WatchRule,
  series: Readonly<Record<string, readonly { labels?: Labels; values: readonly number[] }[]>>,
): readonly Figures[] {
  const all = Object.entries(series).map(
    ([name, list]) =>
      [
        name,
        list.map(({ labels, values }) => ({
          label: name,
          ...(labels && { labels }),
          period: MINUTE,
          points: values.map((value, index) => ({ at: T0 + index * MINUTE, value })),
        })),
      ] as const,
  );
  return figuresOf(rule, new Map(all));
}
