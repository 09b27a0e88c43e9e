import * as fc from 'fast-check';

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1, max: 1 }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
);

/** Finite numbers of every size, many of them often. */
export const anySample = fc
  .array(numbers, { minLength: 1, maxLength: 60 })
  .map((values) => Float64Array.from(values));

/** Small whole numbers, so that both samples share values. */
export const tiedSample = fc
  .array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 })
  .map((values) => Float64Array.from(values));

/** So many values without order, evenly spread from 0 to 1, or bent by a function. */
export function scattered(
  count: number,
  bend: (value: number) => number = (value) => value,
): Float64Array {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Float64Array.from({ length: count }, (_, index) => bend((index * golden) % 1));
}

/** Two samples each, for what must not depend on how they lie: crowded, tied, with far outliers, apart. */
export const shapes: readonly (readonly [string, Float64Array, Float64Array])[] = [
  ['alike', scattered(5_000), scattered(4_000, (value) => value + 1e-5)],
  ['bent', scattered(5_000), scattered(5_000, (value) => value ** 1.2)],
  [
    'crowded near 0',
    scattered(3_000, (x) => Math.exp(40 * x - 20)),
    scattered(2_999, (x) => Math.exp(41 * x - 20)),
  ],
  [
    'few different values',
    scattered(4_000, (x) => Math.floor(9 * x)),
    scattered(900, (x) => Math.floor(9 * x ** 1.1)),
  ],
  [
    'mostly one value',
    scattered(4_000, (x) => Math.max(0, x - 0.99)),
    scattered(4_000, (x) => Math.max(0, x - 0.98)),
  ],
  [
    'one far outlier',
    scattered(3_000, (x) => (x > 0.9997 ? 1e12 : x)),
    scattered(3_000, (x) => 1.1 * x),
  ],
  ['without overlap', scattered(2_000), scattered(3_000, (x) => x + 5)],
  ['constant', new Float64Array(3_000).fill(7), new Float64Array(2_000).fill(7)],
  [
    'large, with small differences',
    scattered(3_000, (x) => x - 1e9),
    scattered(3_000, (x) => 1.01 * x - 1e9),
  ],
  [
    'from the least number to the greatest',
    scattered(3_000, (x) => (x - 0.5) * Number.MAX_VALUE * 2),
    scattered(3_000),
  ],
];
