import type { Config } from '../../config/load.ts';
import type { WatchConfig } from '../../config/schema/watch.ts';
import {
  watchConditions,
  watchPeriod,
  watchPeriods,
  watchSummed,
} from '../../config/watch-operands.ts';
import { usualDelay } from '../../metrics/delay.ts';
import type { Measure } from '../../metrics/measure.ts';
import type { Watched, WatchRule } from '../../metrics/watch/rule.ts';
import { measureOf, savedMeasures } from './measures.ts';

/** The watch rules of a config, which was checked. */
export function watchRules(config: Config): readonly WatchRule[] {
  const saved = savedMeasures(config);
  return config.watch.map((rule) => watchRule(rule, config.metrics, saved));
}

function watchRule(
  rule: WatchConfig,
  metrics: Config['metrics'],
  saved: ReadonlyMap<string, Measure>,
): WatchRule {
  const { when, clear, metrics: meant } = watchConditions(rule, saved.keys());
  const period = watchPeriod(rule, meant, metrics.saved);
  const whole = (span: number) => Math.ceil(span / period);
  const watched = [...meant].map(([name, { of, offset = 0 }]): [string, Watched] => {
    const known = of.kind === 'saved' ? saved.get(of.name) : undefined;
    const measure = of.kind === 'saved' ? known : measureOf(name, { of, thresholds: {} }, metrics);
    if (measure === undefined) throw new Error(`there is no saved metric ${name}`);
    return [name, { measure, offset: whole(offset) * period }];
  });
  const periods = watchPeriods(rule.for, period);
  return {
    name: rule.name,
    metrics: new Map(watched),
    when,
    ...(clear !== undefined && { clear }),
    periods,
    minSamples: rule.min_samples ?? Math.ceil(periods / 2),
    missing: rule.missing,
    every: rule.every,
    period,
    delay: rule.delay ?? usualDelay(watched.map(([, { measure }]) => measure)),
    summed: watchSummed(rule, period),
    severity: rule.severity,
    labels: rule.labels,
    annotations: rule.annotations,
  };
}
