/** One metric of CloudWatch's, by one statistic. */
export interface StatQuery {
  readonly kind: 'stat';
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** As CloudWatch writes it: `Average`, `Sum`, `SampleCount`, `p99`, `tm95`. */
  readonly statistic: string;
}

/** CloudWatch's own metric math or search, for what we do not compute ourselves: `ANOMALY_DETECTION_BAND(m1, 2)`. */
export interface MathQuery {
  readonly kind: 'math';
  readonly expression: string;
  /** What the expression names. */
  readonly metrics: Readonly<Record<string, StatQuery>>;
}

/** An expression of Prometheus's. */
export interface PromqlQuery {
  readonly kind: 'promql';
  readonly expression: string;
}

/** What is asked of one source. */
export type Query = (StatQuery | MathQuery | PromqlQuery) & {
  /** The source's name in the config. */
  readonly source: string;
};
