import type { AlertMeasures } from './alert-graph/alert-measure.ts';
import type { Kpi } from './kpis/kpi.ts';
import type { Measure } from './measure.ts';
import type { StatQuery } from './query.ts';
import type { MetricSource } from './source.ts';

/** The metrics there are, by the config. */
export interface MetricsAtHand {
  /** By name. */
  readonly saved: ReadonlyMap<string, Measure>;
  /** Key figures, in the order of the config. */
  readonly kpis: readonly Kpi[];
  /** By name. */
  readonly sources: ReadonlyMap<string, MetricSource>;
  /** Where a query goes that says nothing of it: the first source that can answer one of its kind. */
  readonly usual: Readonly<Partial<Record<'stat' | 'promql', string>>>;
  /** Where what alerts are about can be read. */
  readonly alerts: AlertMeasures;
  /** The sign behind the figures of one of CloudWatch's metrics, where everybody knows it. */
  readonly unitOf: (
    query: Pick<StatQuery, 'namespace' | 'metric' | 'statistic'>,
  ) => string | undefined;
}
