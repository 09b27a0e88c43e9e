/** Nothing is measured beyond it, and what is computed of it could be infinite. */
const LARGEST = 1e100;

/** True for a value that can be drawn. */
export function isKnown(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= LARGEST;
}
