import type { Limit } from '../../metrics/limits.ts';
import type { Span } from '../../metrics/series.ts';

/** One of a check's metrics, over the whole time of the check. */
export interface CheckFigure {
  /** As the condition calls it. */
  readonly name: string;
  readonly title: string;
  /** Absent where there is no data. */
  readonly value?: number;
  /** The sign behind it. */
  readonly unit?: string;
}

/** One comparison of a check's condition. */
export interface Compared {
  /** What is compared, as it was written: `or(errors, 0) / invocations * 100`. */
  readonly text: string;
  readonly comparison: Limit['comparison'];
  /** Both are absent where there is no data for them. */
  readonly value?: number;
  readonly against?: number;
  /** The sign behind both. */
  readonly unit?: string;
}

/** What came of a check. It is plain data, and can be kept. */
export interface CheckResult {
  /** The condition, as it was written. */
  readonly condition: string;
  /** Whether it holds; absent where nobody can say, and then `why` says why. */
  readonly passes?: boolean;
  readonly figures: readonly CheckFigure[];
  readonly compared: readonly Compared[];
  /** What was looked at; absent where it never came to that. */
  readonly span?: Span;
  /** In sentences. */
  readonly why?: string;
}
