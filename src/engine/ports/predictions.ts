/** What a model said of somebody on a day. At most one is kept for each entity and day: the later one. */
export interface Prediction {
  /** Whom or what it is about. It may be personal: it is shown to who may see it. */
  readonly entity: string;
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  /** When it was made, or, where nobody said, came in; epoch milliseconds. */
  readonly at: number;
  /** Of the positive class, 0 to 1. */
  readonly probability: number;
  /** Of the model: that in use when it came in, where nobody said. */
  readonly version: string;
  /** What it was taken for. */
  readonly label?: string;
  readonly traceId?: string;
  /** How long it took to make. */
  readonly seconds?: number;
  /** How long the model took to load before it. */
  readonly loadSeconds?: number;
}

/** What turned out to be true of somebody on a day. */
export interface Truth {
  readonly entity: string;
  readonly day: number;
  /** When that was known, epoch milliseconds: what was known later counts. */
  readonly at: number;
  /** 1 for the positive class. */
  readonly actual: 0 | 1;
}

/** What was said of some, and what of that turned out to be true; of no entity and day is a part elsewhere. */
export interface PredictionsPart {
  readonly predictions: readonly Prediction[];
  readonly truths: readonly Truth[];
}

/** What became of a row: kept, no later than what is known already, or one too many of its day. */
export type Kept = 'new' | 'changed' | 'known' | 'full';

/** Of so many days before today predictions are kept: as many as the longest window has. */
export const DAYS_KEPT = 90;
/** So many of a day are kept of a model, and as many truths. */
export const MOST_A_DAY = 50_000;

/** What models have predicted and what turned out to be true, durably, for as long as it is asked for. */
export interface Predictions {
  /**
   * Keeps rows, whatever order they come in: of the same entity and day the later one counts, and of two
   * that are as late always the same.
   *
   * @returns what became of each
   * @throws StoreUnavailable
   */
  keep(model: string, rows: readonly Prediction[]): Promise<readonly Kept[]>;
  keepTruths(model: string, rows: readonly Truth[]): Promise<readonly Kept[]>;
  /** The days of which there is something, in order. */
  days(model: string): Promise<readonly number[]>;
  /** All of a day, part by part. */
  day(model: string, day: number): AsyncIterable<PredictionsPart>;
  /** What was said of an entity, and turned out to be true. */
  of(model: string, entity: string): Promise<PredictionsPart>;
}
