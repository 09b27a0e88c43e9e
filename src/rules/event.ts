import type { Graph, Handle, IncidentState } from '../alert/group.ts';
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
  /** True where there was nothing to say, and the service was not called. */
  readonly unasked?: true;
  /** Of which it was said that they flap. */
  readonly flapping?: readonly string[];
  readonly handle?: Handle;
  /** Of a service in which people act: how it takes the group from then on. */
  readonly incident?: IncidentState;
  /** True for a page: where its incident was closed meanwhile, it opened another. */
  readonly paged?: true;
  /** Of one that was to call the next: whom it called (what people call them), or why nobody. */
  readonly called?: Called;
}

/** Whom a service called, or why nobody: in words for people. */
export type Called = { readonly to: readonly string[] } | { readonly why: string };

/** A delivery is held up: its service does not take it, and is asked again and again. */
export interface FailingEvent {
  readonly type: 'failing';
  readonly traceId: string;
  readonly group: string;
  readonly integration: string;
  /** Since when nothing got through to the integration, whatever it is about; epoch milliseconds. */
  readonly since: number;
  readonly why: string;
}

/** The config changed since these alerts of a group were put where they are. */
export interface ConfigChangedEvent {
  readonly type: 'config-changed';
  readonly traceId: string;
  readonly group: string;
  /** Some of its members: of a large group there are several such events. */
  readonly fingerprints: readonly string[];
}

/** The incident of a service in which somebody said something. */
export interface Through {
  readonly integration: string;
  /** Of the group's episodes there, the one that the incident is of. */
  readonly episode: number;
  /** When it was said, by the service's clock, epoch milliseconds. */
  readonly at: number;
}

/** Who asks for something. */
export interface Asked {
  /** As the audit trail names them (`slack:U0ABC`), where that is more certain than what people read. */
  readonly actor?: string;
}

/** What is asked of a group. */
export interface AskedOfGroup extends Asked {
  /** Its key. */
  readonly group: string;
  /** What people read. */
  readonly by: string;
  /** Where it was said, if that was not here: there it is known. */
  readonly through?: Through;
}

/** Somebody wants some alerts to be quiet for a while. */
export interface SilenceEvent extends Asked {
  readonly type: 'silence';
  readonly traceId: string;
  /** A new one, or one that is known as it shall be from now on. */
  readonly silence: Silence;
  /** Who asks for it, where it is not who made the silence. */
  readonly by?: string;
  /** The keys of groups that show it at once. */
  readonly groups?: readonly string[];
}

/** Somebody ends a silence. */
export interface ExpireSilenceEvent extends Asked {
  readonly type: 'expire-silence';
  readonly traceId: string;
  readonly id: string;
  readonly by: string;
}

/** Somebody takes a group on. */
export interface AcknowledgeEvent extends AskedOfGroup {
  readonly type: 'acknowledge';
  readonly traceId: string;
  /** When that ends by itself, epoch milliseconds. */
  readonly until?: number;
  /** Also from somebody who has it on; else it stays theirs. */
  readonly takeOver?: boolean;
}

/** Somebody gives a group back. */
export interface UnacknowledgeEvent extends AskedOfGroup {
  readonly type: 'unacknowledge';
  readonly traceId: string;
}

/** Somebody says that a group is over, whatever the sources of its alerts say. */
export interface ResolveEvent extends AskedOfGroup {
  readonly type: 'resolve';
  readonly traceId: string;
}

/** Somebody wants the next in a group's escalation to be told now. */
export interface EscalateEvent extends AskedOfGroup {
  readonly type: 'escalate';
  readonly traceId: string;
  /** How many steps were taken when they asked: where there are more by now, it is done already. */
  readonly taken?: number;
}

/** Somebody writes something down about a group. */
export interface NoteEvent extends AskedOfGroup {
  readonly type: 'note';
  readonly traceId: string;
  readonly text: string;
  /** Where there is more about it: https. */
  readonly link?: string;
}

/** A service says how it takes a group, though nobody said so there. */
export interface HeardEvent {
  readonly type: 'heard';
  readonly traceId: string;
  readonly group: string;
  readonly incident: IncidentState;
  readonly through: Through;
}

/** An incident of a service went to others there: somebody gave it to them, or its time was over. */
export interface AssignedEvent extends Asked {
  readonly type: 'assigned';
  readonly traceId: string;
  readonly group: string;
  readonly how: 'reassigned' | 'escalated';
  /** What people call those who have it to do now; none where that is not said. */
  readonly to: readonly string[];
  /** What people call the service. */
  readonly place: string;
  /** How the service takes the group from then on. */
  readonly incident: IncidentState;
  /** Who did it; absent where nobody did. */
  readonly by?: string;
  readonly through: Through;
}

/** Somebody else is on call than who was told of a group through an integration. */
export interface DutyChangedEvent {
  readonly type: 'duty-changed';
  readonly traceId: string;
  readonly group: string;
  readonly integration: string;
  /** When they were told, by the delivery. */
  readonly toldAt: number;
}

/** There is a graph for the message in which a group is told of. */
export interface GraphedEvent {
  readonly type: 'graphed';
  readonly traceId: string;
  readonly group: string;
  readonly integration: string;
  /** Of the group's episodes there, the one that it was drawn for. */
  readonly episode: number;
  readonly graph: Graph;
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
export type IntentEvent =
  | SilenceEvent
  | ExpireSilenceEvent
  | AcknowledgeEvent
  | UnacknowledgeEvent
  | ResolveEvent
  | EscalateEvent
  | NoteEvent;

/** What the rules ask for to be done in a step of its own. */
export type FollowUpEvent = MuteEndedEvent | WakeEvent | InhibitorsOverEvent | SilenceBegunEvent;

/** What waits in the inbox. */
export type InboxEvent =
  | Arrival
  | OutcomeEvent
  | FailingEvent
  | ConfigChangedEvent
  | IntentEvent
  | HeardEvent
  | AssignedEvent
  | DutyChangedEvent
  | GraphedEvent
  | FollowUpEvent;

export type Event =
  | SignalsEvent
  | FlushEvent
  | DataGapEvent
  | OutcomeEvent
  | FailingEvent
  | ConfigChangedEvent
  | IntentEvent
  | HeardEvent
  | AssignedEvent
  | DutyChangedEvent
  | GraphedEvent
  | FollowUpEvent;
