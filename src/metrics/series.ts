/** What a metric was over one period: `at` is when that began, epoch milliseconds. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** A metric as time goes on, oldest first. A period of which nothing is known has no point: it is a gap. */
export interface Series {
  readonly label: string;
  /** What sets it apart from others of one query, where the source knows labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** In milliseconds. */
  readonly period: number;
  readonly points: readonly Point[];
}

/** From when (included) to when (not included), epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
