import type { Arrival } from '../../rules/event.ts';
import type { DeadLetter } from './inbox.ts';

/** A message as it lies in the dead-letter list. */
export interface KeptLetter extends DeadLetter {
  /** Its place in the list. */
  readonly id: string;
  /** When it was put there, epoch milliseconds. */
  readonly at: number;
}

/** What a letter becomes again. */
export interface Replay {
  readonly event: Arrival;
  /** The sender's id for the message; absent when it was recorded before, as of an event of ours. */
  readonly messageId?: string;
}

/**
 * - `replayed`: its event is in the inbox, the letter is gone
 * - `accepted before`: the message came by another way meanwhile; the letter is gone
 * - `gone`: there is no such letter any more; nothing was done
 */
export type ReplayResult = 'replayed' | 'accepted before' | 'gone';

/** The list of messages that could not be handled: kept for people, who mend the cause and replay. */
export interface DeadLetters {
  /** Those that are there now, oldest first. What is added meanwhile is not among them. */
  list(): AsyncIterable<KeptLetter>;
  find(id: string): Promise<KeptLetter | undefined>;
  /**
   * Appends the event to the inbox and takes the letter away, in one atomic, durable step. The same
   * message may become a dead letter again.
   */
  replay(letter: KeptLetter, replay: Replay): Promise<ReplayResult>;
  /** Takes a letter away. False when it was gone before. */
  discard(letter: KeptLetter): Promise<boolean>;
}
