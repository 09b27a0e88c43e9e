/** One of CloudWatch's metrics, by one statistic, as its alarms name them. */
export interface PlainMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** What an alarm of CloudWatch's looks at, as far as it can be read again: for its graph. */
export interface AlarmMetric {
  /** A metric, or what is computed of several, which the expression names. */
  readonly of:
    | PlainMetric
    | {
        readonly expression: string;
        readonly metrics: Readonly<Record<string, PlainMetric>>;
      };
  /** In seconds. */
  readonly period?: number;
  /** How wide the band of expected values is, in standard deviations, where the metric is held against one. */
  readonly band?: number;
}
