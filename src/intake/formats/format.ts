import type { Signal, Source } from '../../alert/signal.ts';

/** What is known about a message besides its own text. Times are epoch milliseconds. */
export interface MessageContext {
  /** The sender's id: the same when the message is delivered again. */
  readonly messageId: string;
  readonly receivedAt: number;
  /** When it was sent, as whoever carried it says; when received, if nobody does. */
  readonly sentAt: number;
  /** ARN of the SNS topic it came through. */
  readonly topic?: string | undefined;
  readonly subject?: string | undefined;
}

/** One kind of message. */
export interface Format {
  readonly source: Source;
  /** Cheaply: does this look like it? Formats are asked in order and the first takes the message. */
  readonly recognise: (value: unknown) => boolean;
  /**
   * The signals of a message; none for what opens and closes nothing. Undefined when it is not of
   * this kind after all, or lacks what identifies it: the caller makes a text of it then, so that
   * nothing is dropped because it was not understood.
   */
  readonly toSignals: (value: unknown, context: MessageContext) => readonly Signal[] | undefined;
}

/** What a message is when there is only one kind it can be. */
export type Reading =
  | {
      readonly ok: true;
      readonly signals: (context: MessageContext) => readonly Signal[];
      /** How many alerts of the message, or left out of it, nobody is told of. */
      readonly leftOut?: number;
    }
  /** One line that says what is wrong with it, or what to write instead. */
  | { readonly ok: false; readonly why: string };

/** A kind of message with an address of its own: its sender is there to be told what is wrong. */
export interface WebhookFormat extends Format {
  readonly read: (value: unknown) => Reading;
}
