import type { Chart, Point, Series } from '../../../src/metrics/charts/chart.ts';

export const MINUTE = 60_000;
/** Saturday, 21 November 2026, 02:00 UTC. */
export const START = Date.UTC(2026, 10, 21, 2);

/** A value a minute from START; what is undefined is missing. */
export function minutes(...values: readonly (number | undefined)[]): Point[] {
  return values.flatMap((value, minute) =>
    value === undefined ? [] : [{ at: START + minute * MINUTE, value }],
  );
}

export function series(label: string, ...values: readonly (number | undefined)[]): Series {
  return { label, points: minutes(...values), period: MINUTE };
}

/** Ten minutes of one series in percent, or whatever is said otherwise. */
export function chart(more: Partial<Chart> = {}): Chart {
  return {
    title: 'Errors',
    unit: '%',
    series: [series('share', 1, 2, 3, 4, 5, 6, 7, 8, 9, 8)],
    from: START,
    to: START + 10 * MINUTE,
    theme: 'light',
    ...more,
  };
}
