/** The least and the greatest of some values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Of all values of any number of lists; from infinity to minus infinity when there are none.
 * @throws RangeError when one of them is not a finite number
 */
export function range(...lists: readonly Float64Array[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of lists) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? 0;
      if (value < low) low = value;
      // What is not a number is not in bounds either, so that it is looked for only where bounds change.
      if (!(value <= high)) high = finite(value);
    }
  }
  if (low === -Infinity) finite(low);
  return { low, high };
}

/** The value, @throws RangeError when it is not a finite number */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('only finite numbers can be compared');
  return value;
}
