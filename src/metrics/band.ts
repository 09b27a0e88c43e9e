import type { Measure } from './measure.ts';
import type { Query } from './query.ts';
import type { Point, Series } from './series.ts';

/** What was expected of a metric: on one side of it, and on the other. */
export interface ExpectedBand {
  readonly lower: readonly Point[];
  readonly upper: readonly Point[];
}

/** What to ask for a measure's band, where one is wanted: only CloudWatch has them. */
export function bandQuery({ of, band }: Measure): Query | undefined {
  if (band === undefined || of.kind !== 'stat') return undefined;
  const expression = `ANOMALY_DETECTION_BAND(m1, ${band})`;
  return { kind: 'math', source: of.source, expression, metrics: { m1: of } };
}

/** The band of what came: two series, in no order that could be relied on. */
export function bandFrom([one, other]: readonly Series[]): ExpectedBand | undefined {
  if (one === undefined || other === undefined) return undefined;
  const others = new Map(other.points.map(({ at, value }) => [at, value]));
  const both = one.points.flatMap(({ at, value }) => {
    const beside = others.get(at);
    return beside === undefined ? [] : [{ at, value, beside }];
  });
  return {
    lower: both.map(({ at, value, beside }) => ({ at, value: Math.min(value, beside) })),
    upper: both.map(({ at, value, beside }) => ({ at, value: Math.max(value, beside) })),
  };
}
