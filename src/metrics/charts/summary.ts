import type { Point } from './chart.ts';

export interface Summary {
  readonly latest: Point;
  readonly lowest: Point;
  readonly highest: Point;
  readonly mean: number;
}

/** What there is to say of points in the order of time; nothing of none. */
export function summaryOf(points: readonly Point[]): Summary | undefined {
  const [first] = points;
  const latest = points.at(-1);
  if (first === undefined || latest === undefined) return undefined;
  let lowest = first;
  let highest = first;
  let sum = 0;
  for (const point of points) {
    if (point.value < lowest.value) lowest = point;
    if (point.value > highest.value) highest = point;
    sum += point.value;
  }
  return { latest, lowest, highest, mean: sum / points.length };
}
