/** The least and the greatest of some values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Of any number of lists; from infinity to minus infinity when all are empty. NaN is passed over. */
export function range(...lists: readonly Float64Array[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const values of lists) {
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { low, high };
}
