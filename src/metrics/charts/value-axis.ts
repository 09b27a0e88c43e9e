import { scaleOf, scaled } from './scale.ts';

export interface ValueAxis {
  readonly min: number;
  readonly max: number;
  /** From a tick to the next. */
  readonly step: number;
  readonly write: (value: number) => string;
}

/** Steps that people count in, for a power of ten. */
const ROUND = [1, 2, 2.5, 5, 10];
const MOST_STEPS = 5;
/** How far the values may spread, of their size, before the axis begins at zero. */
const NARROW = 0.25;
/** What spreads less than this is as good as one value. */
const NARROWEST = 1e-5;
/** What is smaller is zero, as far as people are concerned. */
const SMALLEST = 1e-100;
/** Enough that no two ticks of the narrowest axis look the same. */
const TICK_DIGITS = 8;

/**
 * An axis that holds all values, with round ticks. It begins at zero, unless the values lie so close
 * together (an availability of 99.2 to 99.9 %) that nothing could be told from one another then.
 */
export function valueAxis(
  values: readonly number[],
  unit: string | undefined,
  /** Values on both sides of which there must be room. */
  limits: readonly number[] = [],
): ValueAxis {
  const [low, high] = bounds([...values, ...limits]);
  const scale = scaleOf(unit, Math.max(Math.abs(low), Math.abs(high)));
  const step = roundStep((high - low) / scale.divisor) * scale.divisor;
  const isLimit = (value: number): boolean => value !== 0 && limits.includes(value);
  const min = tidy(Math.floor(tidy(low / step)) * step);
  const max = tidy(Math.ceil(tidy(high / step)) * step);
  const roomy = isLimit(max) ? max + step : max;
  const isShare = unit === '%' && high <= 100;
  return {
    min: isLimit(min) ? min - step : min,
    max: isShare ? Math.min(roomy, 100) : roomy,
    step,
    write: (value) => (value === 0 ? '0' : scaled(value, scale, TICK_DIGITS)),
  };
}

/** The values that are written beside the axis. */
export function ticksOf({ min, max, step }: ValueAxis): readonly number[] {
  const count = Math.floor(tidy((max - min) / step));
  return Array.from({ length: count + 1 }, (_, index) => tidy(min + index * step));
}

function bounds(values: readonly number[]): readonly [number, number] {
  // Not Math.min(...values), which fails at a hundred thousand of them.
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low > high) return [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < SMALLEST) return [0, 1];
  const isNarrow = high - low > NARROWEST * size && high - low < NARROW * size;
  if (isNarrow) return [low, high];
  return [Math.min(low, 0), Math.max(high, 0)];
}

function roundStep(span: number): number {
  const rough = span / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = ROUND.find((one) => tidy(rough / power) <= one) ?? 10;
  return round * power;
}

/** Without what is left over by counting in binary: 3.0000000000000004 is 3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
