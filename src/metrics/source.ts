import type { Problem } from './problem.ts';
import type { Query } from './query.ts';
import type { Series, Span } from './series.ts';

/** What is to be read: some queries over one span, by one period (milliseconds). */
export interface Request {
  readonly queries: readonly Query[];
  readonly span: Span;
  readonly period: number;
  /** Told how many metrics a call asked for, where the source charges for each. */
  readonly onCharged?: (metrics: number) => void;
  /** Told for how long (milliseconds) a call has to wait, because the source takes only so many. */
  readonly onWaiting?: (ms: number) => void;
}

/** What came of one query; no series where the source has no data for it. */
export type Reading =
  | {
      readonly ok: true;
      readonly series: readonly Series[];
      /** What the source remarked about its answer. */
      readonly remarks?: readonly string[];
      /** Where the source says that figures are missing which there are. */
      readonly isPartial?: true;
    }
  | { readonly ok: false; readonly problem: Problem };

/** Where metrics come from: an account and region of CloudWatch's, or a Prometheus-compatible server. */
export interface MetricSource {
  /** By the config. */
  readonly name: string;
  /**
   * Reads everything in as few calls as it can.
   *
   * @returns a reading for each query, in their order; what fails is said there, and nothing is thrown
   */
  readonly read: (request: Request, signal?: AbortSignal) => Promise<readonly Reading[]>;
  /** Why there may be no data: the query's metric is unknown, or mistyped; undefined if it is there. */
  readonly whyEmpty: (query: Query, signal?: AbortSignal) => Promise<Problem | undefined>;
  /** Names of metrics like the one that was asked for, the nearest first: for who mistyped it. */
  readonly namesLike: (text: string, signal?: AbortSignal) => Promise<readonly string[]>;
}
