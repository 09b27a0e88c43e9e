/** How much waits in the store. */
export interface StoreStats {
  /** Events that were acknowledged and not yet decided. */
  readonly inbox: number;
  /** When the oldest of them came, epoch milliseconds. */
  readonly waitingSince?: number;
  /** Groups with a flush to come. */
  readonly timers: number;
  /** Deliveries whose outcome is not known yet. */
  readonly outbox: number;
  /** Messages that could not be handled, kept for people. */
  readonly deadLetters: number;
  /** When the newest of them was put there, epoch milliseconds. */
  readonly lastDeadLetterAt?: number;
}
