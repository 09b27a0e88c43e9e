import { range } from './range.ts';

/** What a sample is like, in the unit of its values. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Of the sample (ddof = 1); not known of one value. */
  readonly std: number | undefined;
  readonly min: number;
  readonly max: number;
}

/**
 * Count, mean, standard deviation and ends of a sample of finite numbers, none of an empty one. The
 * mean is taken twice, the second time of what the first left over (the corrected two-pass algorithm of
 * Chan, Golub and LeVeque, 1983), so that large values with small differences lose nothing; all of it in
 * a unit near the greatest value, so that no square is too large or too small for a number.
 */
export function moments(values: Float64Array): Moments | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const { low, high } = range(values);
  const unit = powerOfTwoNear(Math.max(Math.abs(low), Math.abs(high)));
  const inverse = 1 / unit;
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += (values[index] ?? 0) * inverse;
  const first = sum / count;
  let rest = 0;
  let squares = 0;
  for (let index = 0; index < count; index += 1) {
    const difference = (values[index] ?? 0) * inverse - first;
    rest += difference;
    squares += difference * difference;
  }
  const mean = Math.min(Math.max((first + rest / count) * unit, low), high);
  const variance = Math.max(squares - (rest * rest) / count, 0) / (count - 1);
  const std = low === high ? 0 : Math.sqrt(variance) * unit;
  return { count, mean, std: count > 1 ? std : undefined, min: low, max: high };
}

/** Multiplying by it, or by its inverse, rounds nothing. */
function powerOfTwoNear(value: number): number {
  if (value === 0) return 1;
  return 2 ** Math.min(Math.max(Math.floor(Math.log2(value)), -1000), 1000);
}
