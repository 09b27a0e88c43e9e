import type { Handle } from '../alert/group.ts';
import type { Signal } from '../alert/signal.ts';
import type { Silence } from '../alert/silence.ts';

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

/** An alert has been without data for as long as that means nothing. */
export interface DataGapEvent {
  readonly type: 'data-gap';
  readonly fingerprint: string;
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
  /** Of which it was said that they flap. */
  readonly flapping?: readonly string[];
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

/** Somebody wants some alerts to be quiet for a while. */
export interface SilenceEvent {
  readonly type: 'silence';
  readonly traceId: string;
  /** A new one, or one that is known as it shall be from now on. */
  readonly silence: Silence;
  /** Who asks for it, where it is not who made the silence. */
  readonly by?: string;
  /** The key of the group at whose message it was asked for: that shows it at once. */
  readonly group?: string;
}

/** Somebody ends a silence. */
export interface ExpireSilenceEvent {
  readonly type: 'expire-silence';
  readonly traceId: string;
  readonly id: string;
  readonly by: string;
}

/** Somebody takes a group on. */
export interface AcknowledgeEvent {
  readonly type: 'acknowledge';
  readonly traceId: string;
  /** Its key. */
  readonly group: string;
  readonly by: string;
  /** When that ends by itself, epoch milliseconds. */
  readonly until?: number;
}

/** Somebody gives a group back. */
export interface UnacknowledgeEvent {
  readonly type: 'unacknowledge';
  readonly traceId: string;
  readonly group: string;
  readonly by: string;
}

/** A silence began that may hold for alerts of a group which people were told of. */
export interface SilenceBegunEvent {
  readonly type: 'silence-begun';
  readonly traceId: string;
  readonly group: string;
  /** Its id. */
  readonly silence: string;
}

/** A mute ended that groups may wait for: a silence, or an inhibition. */
export interface MuteEndedEvent {
  readonly type: 'mute-ended';
  readonly traceId: string;
  readonly mute: string;
}

/** A group has to look again at its next flush, for what muted it may be over. */
export interface WakeEvent {
  readonly type: 'wake';
  readonly traceId: string;
  readonly group: string;
}

/** Alerts that may inhibit others were forgotten in a group, for they are over. */
export interface InhibitorsOverEvent {
  readonly type: 'inhibitors-over';
  readonly traceId: string;
  readonly fingerprints: readonly string[];
}

/** What people ask for. */
export type IntentEvent = SilenceEvent | ExpireSilenceEvent | AcknowledgeEvent | UnacknowledgeEvent;

/** What the rules ask for to be done in a step of its own. */
export type FollowUpEvent = MuteEndedEvent | WakeEvent | InhibitorsOverEvent | SilenceBegunEvent;

/** What waits in the inbox. */
export type InboxEvent = Arrival | OutcomeEvent | ConfigChangedEvent | IntentEvent | FollowUpEvent;

export type Event =
  | SignalsEvent
  | FlushEvent
  | DataGapEvent
  | OutcomeEvent
  | ConfigChangedEvent
  | IntentEvent
  | FollowUpEvent;
