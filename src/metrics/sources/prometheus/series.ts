import type { Problem } from '../../problem.ts';
import type { Point, Series, Span } from '../../series.ts';
import { labelTexts } from './label-text.ts';
import type { QueryData } from './schema.ts';

type Sample = readonly [seconds: number, figure: string];

/** What was asked for; the period is in milliseconds. */
interface AskedFor {
  readonly span: Span;
  readonly period: number;
}

/**
 * What was answered, as series. A point begins one period before the moment that was asked for: what
 * Prometheus says of 10:01 is what came up to then. What is no finite figure is a gap.
 */
export function seriesFrom(
  data: QueryData,
  expression: string,
  asked: AskedFor,
): readonly Series[] | Problem {
  const { period } = asked;
  switch (data.resultType) {
    case 'string':
      return { kind: 'refused', why: 'the answer is a text, not a figure' };
    case 'scalar':
      return [{ label: expression, period, points: points([data.result], asked) }];
    case 'vector': {
      if (data.result.some(({ histogram }) => histogram !== undefined)) return HISTOGRAM;
      return labelled(
        data.result.map(({ metric, value }) => ({ metric, values: value ? [value] : [] })),
        expression,
        asked,
      );
    }
    case 'matrix':
      if (data.result.some(({ histograms }) => histograms.length > 0)) return HISTOGRAM;
      return labelled(data.result, expression, asked);
  }
}

const HISTOGRAM: Problem = {
  kind: 'refused',
  why: 'the answer is a histogram: ask for histogram_quantile(0.95, …) of it',
};

function labelled(
  all: readonly { readonly metric: Record<string, string>; readonly values: readonly Sample[] }[],
  expression: string,
  asked: AskedFor,
): readonly Series[] {
  const { period } = asked;
  const labels = labelTexts(
    all.map(({ metric }) => metric),
    expression,
  );
  return all.map(({ metric, values }, index) => {
    const pairs = Object.entries(metric).filter(([name]) => name !== '__name__');
    return {
      label: labels[index] ?? expression,
      ...(pairs.length > 0 && { labels: Object.fromEntries(pairs) }),
      period,
      points: points(values, asked),
    };
  });
}

/** In order, one a period, and none of another time: not every server is as careful as Prometheus. */
function points(samples: readonly Sample[], { span, period }: AskedFor): readonly Point[] {
  const values = new Map<number, number>();
  for (const [seconds, figure] of samples) {
    const value = Number(figure);
    const at = Math.round(seconds * 1000) - period;
    if (Number.isFinite(value) && span.from - period < at && at < span.to) values.set(at, value);
  }
  return [...values].map(([at, value]) => ({ at, value })).toSorted((a, b) => a.at - b.at);
}
