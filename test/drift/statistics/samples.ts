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
