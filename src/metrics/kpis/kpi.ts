import type { Threshold } from '../../alert/threshold.ts';
import type { Measure } from '../measure.ts';

/** How the periods of a window become one figure; `per_minute` and `per_second` are of what adds up. */
export type Folding = 'mean' | 'sum' | 'max' | 'min' | 'latest' | 'per_minute' | 'per_second';

/** A key figure: a measure over a window, and where it should be. */
export interface Kpi {
  readonly name: string;
  readonly title: string;
  /** What it stands with where it is shown. */
  readonly group: string;
  readonly measure: Measure;
  /** Absent where the measure says by itself whether it adds up. */
  readonly folding?: Folding;
  /** Met where the figure is on this side of it. */
  readonly target?: Threshold;
  readonly warning?: Threshold;
  readonly critical?: Threshold;
  /** In milliseconds. */
  readonly window: number;
  /** Whether its target is an objective that has an error budget: a share in percent. */
  readonly isObjective: boolean;
}
