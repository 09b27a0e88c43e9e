import { createChance } from '../chance.ts';

const chance = createChance();

/** Normally distributed (Box and Muller). */
export function normal(count: number, mean = 0): Float64Array {
  return Float64Array.from({ length: count }, () => {
    return mean + Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  });
}

/** Amounts and durations: many small ones, few large ones. */
export function lognormal(count: number, mean = 0): Float64Array {
  return normal(count, mean).map(Math.exp);
}

/** Whole numbers, of which there are some fifty. */
export function whole(count: number, mean = 0): Float64Array {
  return normal(count, mean).map((value) => Math.round(7 * value));
}
