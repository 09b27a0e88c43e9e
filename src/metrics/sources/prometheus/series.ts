import type { Problem } from '../../problem.ts';
import type { Point, Series } from '../../series.ts';
import { labelTexts } from './label-text.ts';
import type { QueryData } from './schema.ts';

type Sample = readonly [seconds: number, figure: string];

/**
 * What was answered, as series. A point begins one period before the moment that was asked for: what
 * Prometheus says of 10:01 is what came up to then. What is no finite figure is a gap.
 *
 * @param period in milliseconds
 */
export function seriesFrom(
  data: QueryData,
  expression: string,
  period: number,
): readonly Series[] | Problem {
  switch (data.resultType) {
    case 'string':
      return { kind: 'refused', why: 'the answer is a text, not a figure' };
    case 'scalar':
      return [{ label: expression, period, points: points([data.result], period) }];
    case 'vector': {
      if (data.result.some(({ histogram }) => histogram !== undefined)) return HISTOGRAM;
      return labelled(
        data.result.map(({ metric, value }) => ({ metric, values: value ? [value] : [] })),
        expression,
        period,
      );
    }
    case 'matrix':
      if (data.result.some(({ histograms }) => histograms.length > 0)) return HISTOGRAM;
      return labelled(data.result, expression, period);
  }
}

const HISTOGRAM: Problem = {
  kind: 'refused',
  why: 'the answer is a histogram: ask for histogram_quantile(0.95, …) of it',
};

function labelled(
  all: readonly { readonly metric: Record<string, string>; readonly values: readonly Sample[] }[],
  expression: string,
  period: number,
): readonly Series[] {
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
      points: points(values, period),
    };
  });
}

function points(samples: readonly Sample[], period: number): readonly Point[] {
  return samples.flatMap(([seconds, figure]) => {
    const value = Number(figure);
    return Number.isFinite(value) ? { at: Math.round(seconds * 1000) - period, value } : [];
  });
}
