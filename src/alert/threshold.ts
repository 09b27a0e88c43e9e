/** How a figure stands to a limit that it is past. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** A limit, and on which side of it a figure is past it. */
export interface Threshold {
  readonly comparison: Comparison;
  readonly value: number;
}

/** Limits by what it means to be past them; either may be missing. */
export interface Thresholds {
  readonly warning?: Threshold | undefined;
  readonly critical?: Threshold | undefined;
}

/** Whether a figure is past a limit; on it only where the limit says so. */
export function isPast({ comparison, value }: Threshold, figure: number): boolean {
  switch (comparison) {
    case '>':
      return figure > value;
    case '>=':
      return figure >= value;
    case '<':
      return figure < value;
    case '<=':
      return figure <= value;
  }
}
