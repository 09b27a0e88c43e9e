import { figureText } from '../alert/figure.ts';
import type { Point } from './series.ts';

/** A series in figures. */
export interface Summary {
  readonly latest: Point;
  /** The first of the lowest. */
  readonly min: Point;
  /** Of the periods, each of the same weight; gaps do not count. */
  readonly mean: number;
  /** The first of the highest. */
  readonly max: Point;
  /** Of all periods; absent where it means nothing, as of latencies. */
  readonly sum?: number;
}

/** How a span compares with the one before it. */
export interface Change {
  /** What is compared: sums where there are any. */
  readonly of: 'sum' | 'mean';
  readonly now: number;
  readonly before: number;
  readonly absolute: number;
  /** Absent where it was zero before: nothing is a share of that. */
  readonly percent?: number;
}

/**
 * Whether what a statistic of CloudWatch's says of several periods adds up: requests do, latencies do not.
 */
export function addsUp(statistic: string | undefined): boolean {
  return statistic !== undefined && /^(?:Sum|SampleCount|t[sc]\d.*|T[SC]\(.*)$/u.test(statistic);
}

/**
 * What is worth saying of a series.
 *
 * @param isSum whether its points add up
 * @returns undefined where it has no points
 */
export function summarise(points: readonly Point[], isSum: boolean): Summary | undefined {
  const [first] = points;
  if (first === undefined) return undefined;
  let [latest, min, max] = [first, first, first];
  let sum = 0;
  for (const point of points) {
    latest = point;
    if (point.value < min.value) min = point;
    if (point.value > max.value) max = point;
    sum += point.value;
  }
  return { latest, min, mean: sum / points.length, max, ...(isSum && { sum }) };
}

/** The change from one span to the next that is as long; undefined where nothing is known of one. */
export function changeOf(
  now: Summary | undefined,
  before: Summary | undefined,
): Change | undefined {
  if (now === undefined || before === undefined) return undefined;
  const of = now.sum === undefined || before.sum === undefined ? 'mean' : 'sum';
  const [value, was] = [now[of] ?? now.mean, before[of] ?? before.mean];
  const absolute = value - was;
  const percent = (absolute / Math.abs(was)) * 100;
  return {
    of,
    now: value,
    before: was,
    absolute,
    ...(Number.isFinite(percent) && { percent }),
  };
}

/** The figures for people, each with its name: `latest 240 ms`. */
export function summaryFigures(
  { latest, min, mean, max, sum }: Summary,
  sign: string | undefined,
): readonly (readonly [name: string, figure: string])[] {
  return [
    ['latest', figureText(latest.value, sign)],
    ['min', figureText(min.value, sign)],
    ['mean', figureText(mean, sign)],
    ['max', figureText(max.value, sign)],
    ...(sum === undefined ? [] : ([['sum', figureText(sum, sign)]] as const)),
  ];
}

/**
 * A change in words, which say what to compare with by themselves: `mean up 12 % (+34 ms)`, `sum down 3 %
 * (-120)`, `mean up from 0 to 5 ms`, `mean unchanged`. Of shares the difference is in points.
 */
export function changeText({ of, now, before, absolute, percent }: Change, sign?: string): string {
  if (absolute === 0) return `${of} unchanged`;
  const way = absolute > 0 ? 'up' : 'down';
  if (percent === undefined) {
    return `${of} ${way} from ${figureText(before, sign)} to ${figureText(now, sign)}`;
  }
  const share = figureText(Math.abs(percent), '%', 2);
  const plus = absolute > 0 ? '+' : '';
  return `${of} ${way} ${share} (${plus}${figureText(absolute, sign === '%' ? 'points' : sign)})`;
}
