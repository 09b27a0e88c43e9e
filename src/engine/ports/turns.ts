/**
 * Work that one replica at a time does, now and then. Whoever takes the turn keeps it by renewing
 * it; of one that fell silent the next takes it over.
 */
export interface Turns {
  /**
   * Takes the turn if nobody has it and it is due. Resolves to 0 when it is ours, else to the
   * milliseconds after which to ask again.
   */
  take(work: string, token: string, options?: TakeOptions): Promise<number>;
  /** Keeps the turn. False when it was lost. */
  renew(work: string, token: string): Promise<boolean>;
  /** Gives the turn back; the next is due after so many milliseconds. */
  end(work: string, token: string, nextInMs: number): Promise<void>;
}

export interface TakeOptions {
  /** Takes it also before it is due, if nobody has it. */
  readonly evenIfNotDue?: boolean;
}

/** How long a turn lasts without being renewed, in milliseconds. */
export const TURN_LASTS = 30_000;
