import type { Handle } from '../alert/group.ts';
import type { Signal } from '../alert/signal.ts';

/** Signals that came in with one message. */
export interface Arrival {
  readonly type: 'signals';
  /** 32 hexadecimal digits: ties log lines, jobs and outgoing calls to the message. */
  readonly traceId: string;
  /** The SNS topic it came through. */
  readonly topic?: string;
  readonly signals: readonly Signal[];
}

/** An arrival and when the store took it, epoch milliseconds: one clock and one order for all replicas. */
export interface SignalsEvent extends Arrival {
  readonly receivedAt: number;
}

/** A group's flush is due. */
export interface FlushEvent {
  readonly type: 'flush';
  readonly group: string;
  /** The timer's time, epoch milliseconds. */
  readonly due: number;
}

/** What became of a delivery. */
export interface OutcomeEvent {
  readonly type: 'outcome';
  readonly traceId: string;
  readonly group: string;
  readonly integration: string;
  readonly result: 'delivered' | 'rejected';
  /** Why the service refused it. */
  readonly why?: string;
  /** The group's revision that was rendered. */
  readonly revision: number;
  /** The notification it carried (`DueNotification.at`); absent for a mere edit. */
  readonly dueAt?: number;
  /** What was told as firing and as resolved: fingerprints. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly handle?: Handle;
}

/** The config changed since these alerts of a group were put where they are. */
export interface ConfigChangedEvent {
  readonly type: 'config-changed';
  readonly traceId: string;
  readonly group: string;
  /** Some of its members: of a large group there are several such events. */
  readonly fingerprints: readonly string[];
}

export type Event = SignalsEvent | FlushEvent | OutcomeEvent | ConfigChangedEvent;
