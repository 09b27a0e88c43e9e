/** The store's clock: the one clock of all replicas. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
}
