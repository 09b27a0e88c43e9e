import type {
  Arrival,
  AssignedEvent,
  DutyChangedEvent,
  GraphedEvent,
  HeardEvent,
  IntentEvent,
  OutcomeEvent,
  SilenceBegunEvent,
} from '../../rules/event.ts';

/** A message that is about to be acknowledged to its sender. */
export interface Acceptance {
  /** The sender's id for the message: the same id again is a redelivery. */
  readonly messageId: string;
  readonly event:
    | Arrival
    | OutcomeEvent
    | IntentEvent
    | HeardEvent
    | AssignedEvent
    | DutyChangedEvent
    | GraphedEvent
    | SilenceBegunEvent;
  /**
   * For each of its signals the alarm (by fingerprint) whose severity tag it takes its severity from,
   * as far as that was read: in the same step.
   */
  readonly taggedBy?: readonly (string | undefined)[];
}

export interface Accepted {
  /** False when the id was seen before: nothing was appended, nothing needs to be. */
  readonly isNew: boolean;
  /** Those of `taggedBy` whose tag was never read; of a message that is not new, none. */
  readonly untagged: readonly string[];
}

/** A message that could not be handled and is kept for people to look at. */
export interface DeadLetter {
  readonly messageId: string;
  readonly reason: string;
  /** The message as it came. */
  readonly body: string;
  /** True when the body is an event of the engine's own instead, as JSON. */
  readonly isEvent?: boolean;
}

/** So many dead letters are kept, the newest. */
export const DEAD_LETTERS_KEPT = 10_000;

/** Where events become durable before anybody is told that they were received. */
export interface Inbox {
  /**
   * Records the message id and appends the event in one atomic, durable step.
   *
   * @throws StoreUnavailable when the store can't be reached: the sender must be told to try again.
   */
  accept(acceptance: Acceptance): Promise<Accepted>;
  /** Keeps a message that was refused although it is genuine. */
  deadLetter(letter: DeadLetter): Promise<void>;
}

/** The store did not answer, or not in time. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
