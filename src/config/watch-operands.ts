import { compileComparison, type Comparison } from '../metrics/formula.ts';
import type { MetricConfig } from './schema/metric.ts';
import type { WatchConfig, WatchedConfig } from './schema/watch.ts';

/** A rule's conditions, and what the names in them mean. */
export interface WatchConditions {
  readonly when: Comparison;
  readonly clear: Comparison | undefined;
  /** Those under its `metrics`, else saved metrics. */
  readonly metrics: ReadonlyMap<string, WatchedConfig>;
}

/**
 * Reads a rule's conditions.
 *
 * @param saved the names of the saved metrics
 * @throws Mistake for one that can't be read, or names what is not there
 */
export function watchConditions(
  { when, clear, metrics }: Pick<WatchConfig, 'when' | 'clear' | 'metrics'>,
  saved: Iterable<string>,
): WatchConditions {
  const names = [...Object.keys(metrics), ...saved];
  const conditions = [when, ...(clear === undefined ? [] : [clear])].map((text) =>
    compileComparison(text, names),
  );
  const [compiled, cleared] = conditions;
  if (compiled === undefined) throw new Error('a rule has no condition');
  const used = new Set(conditions.flatMap(({ uses }) => uses));
  const meaning = [...used].map((name): [string, WatchedConfig] => {
    const written = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
    return [name, written ?? { of: { kind: 'saved', name } }];
  });
  return { when: compiled, clear: cleared, metrics: new Map(meaning) };
}

const MINUTE = 60_000;

/** The period by which a rule reads its metrics, milliseconds: its own, else the longest of theirs, else a minute. */
export function watchPeriod(
  { period }: Pick<WatchConfig, 'period'>,
  metrics: ReadonlyMap<string, WatchedConfig>,
  saved: Readonly<Record<string, MetricConfig>>,
): number {
  if (period !== undefined) return period;
  const periods = [...metrics.values()].flatMap(({ of }) =>
    of.kind === 'saved' ? (saved[of.name]?.period ?? []) : [],
  );
  return periods.length === 0 ? MINUTE : Math.max(...periods);
}

/** How many periods a rule sums up. */
export function watchSummed({ sum_over = 0 }: Pick<WatchConfig, 'sum_over'>, period: number) {
  return Math.max(1, Math.ceil(sum_over / period));
}

/** How many periods a rule's condition must hold for. */
export function watchPeriods(duration: number, period: number): number {
  return Math.max(1, Math.ceil(duration / period));
}
