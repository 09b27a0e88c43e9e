/** A job of slow work, as its queue hands it over. */
export interface JobInHand {
  readonly id: string;
  /** What is known of it. */
  readonly data: unknown;
  /** When it was asked for, epoch milliseconds. */
  readonly at: number;
  /** Another one each time it is handed over. */
  readonly token: string;
  /** With how many processes it fell silent. */
  readonly interruptions: number;
  /** Keeps what is known of it now, durably. */
  readonly keep: (data: object) => Promise<void>;
}

/**
 * Over; or to be handed over again after so many milliseconds; or after the pause that so many failures in
 * a row take.
 */
export type Carried = 'over' | { readonly again: number } | { readonly failures: number };
