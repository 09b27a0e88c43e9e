import type { Signal } from '../alert/signal.ts';

/** Signals that came in with one message. */
export interface SignalsEvent {
  readonly type: 'signals';
  /** 32 hexadecimal digits: ties log lines, jobs and outgoing calls to the message. */
  readonly traceId: string;
  /** When the message was received, epoch milliseconds. */
  readonly receivedAt: number;
  /** The SNS topic it came through. */
  readonly topic?: string;
  readonly signals: readonly Signal[];
}

export type Event = SignalsEvent;
