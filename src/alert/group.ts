import type { Flapping } from './alert.ts';
import { shortHash } from './fingerprint.ts';
import { canonicalLabels, type Labels } from './labels.ts';
import type { Measured } from './measured.ts';
import type { Severity } from './severity.ts';

/** What a group knows of one of its alerts: enough to decide without reading the alert. */
export interface Member {
  readonly severity: Severity;
  readonly startsAt: number;
  readonly endsAt?: number;
  /** True for an occurrence: it is told once and ends silently. */
  readonly silent?: true;
  /** True once its end, said by its source or come by itself, counts as a change of the group. */
  readonly ended?: true;
  /** True where it inhibits others while it fires. */
  readonly inhibits?: true;
  /** Its labels beyond those of its group: by them it is muted. */
  readonly labels?: Labels;
  /** While it flaps it counts as firing, and `endsAt` is not before it has been calm. */
  readonly flapping?: Flapping;
  /** By what figures it fires, where it has any: for reports. */
  readonly measured?: Measured;
  /** Why it was not to be told of when the group last looked. */
  readonly muted?: Mute;
  /** Of one in a digest: the key of the group it would have had. */
  readonly home?: string;
  /** The key of the group it went to when its route or labels changed. */
  readonly movedTo?: string;
  /** The group's revision at which this last changed. */
  readonly revision: number;
}

/** What keeps an alert from being told. */
export interface Mute {
  readonly by: 'silence' | 'inhibition' | 'maintenance' | 'time';
  /** The silence's id, the inhibiting alerts' key, the window's or the interval's name. */
  readonly id: string;
  /** When it will be looked at again: the mute ends then if nothing changes. Absent where nobody knows. */
  readonly until?: number;
}

/** Why a group was, or was not, notified: said in logs, threads and by `explain`. */
export type NotifyReason =
  | 'first notification'
  | 'new alerts'
  | 'all resolved'
  | 'some resolved'
  | 'flapping'
  | 'storm'
  | 'repeat'
  | 'escalated'
  | 'handed over'
  | 'reminder';

/** A notification that was decided and that the service has not accepted yet. */
export interface DueNotification {
  /** The time of the flush that decided it. */
  readonly at: number;
  readonly reason: NotifyReason;
  readonly traceId: string;
  /** When the oldest signal that it tells of was received. */
  readonly receivedAt: number;
  /** Whom it calls, besides those whom the integration calls always. */
  readonly mention?: string;
  /** Who asked for it; absent for what time or an alert brought. */
  readonly by?: string;
}

/**
 * The notification log's entry: what one integration last accepted, as fingerprints. It grows with
 * the alerts, so it is kept beside the group and not in it: a signal reads and writes none of it.
 */
export interface Told {
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** Those of which it was said that they flap. */
  readonly flapping?: readonly string[];
  /** Those of the firing that were muted by then: told before, and not said this time. */
  readonly held?: readonly string[];
}

/** What a service handed back to find its message again, for example a Slack channel and `ts`. */
export type Handle = Readonly<Record<string, string>>;

/** That an integration does not take what it is to be told. */
export interface Failing {
  /** Since when nothing got through to it, epoch milliseconds. */
  readonly since: number;
  /** In the service's words. */
  readonly why: string;
  /** True once the receiver's fallback is told instead. */
  readonly replaced?: true;
}

/** For whom somebody is told instead, and why. */
export interface Instead extends Pick<Failing, 'since' | 'why'> {
  readonly integration: string;
  readonly receiver: string;
}

/** How a service in which people act takes a group. */
export type IncidentState = 'open' | 'acknowledged' | 'resolved';

/** The last word between the bot and such a service, whichever of them said it. */
export interface Word {
  readonly incident: IncidentState;
  /** The group's revision that it was said of. */
  readonly revision: number;
  /** When the service last said something, by its own clock, epoch milliseconds. */
  readonly heardAt?: number;
  /**
   * True where somebody closed it about when a page came there: it may be over, and the next page may open
   * another, of which nobody knows yet who has it on.
   */
  readonly mayBeClosed?: true;
}

/** A graph that a service was given, to be shown in its message. */
export interface Graph {
  /** What the service calls it. */
  readonly file: string;
  /** What it shows, for those who can't see it. */
  readonly alt: string;
  /** The fingerprint of the alert whose graph it is. */
  readonly of: string;
}

/** How far one integration of a group is. */
export interface Delivery {
  /** The group's revision that people should see, and the one they do see. */
  readonly wanted: number;
  readonly shown: number;
  readonly due?: DueNotification;
  /** When the notification that it last accepted was decided; there is a `Told` as long as there is this. */
  readonly toldAt?: number;
  /** From the first told "firing" to the told "resolved"; named by the time it began. */
  readonly episode?: number;
  readonly handle?: Handle;
  /** Of the episode. */
  readonly graph?: Graph;
  /** Absent while it answers. */
  readonly failing?: Failing;
  /** Of one that is told as a fallback. */
  readonly instead?: Instead;
  /** When its service, in which people act, had taken the last page; epoch milliseconds. */
  readonly pagedAt?: number;
  /** When its service was last had to call the next there, by hand; epoch milliseconds. */
  readonly calledAt?: number;
  /** Of a service in which people act. */
  readonly word?: Word;
}

/** Somebody has a group on. Times are epoch milliseconds. */
export interface Acknowledgement {
  /** What people read. */
  readonly by: string;
  /** Who it is for certain, where that is something else: `slack:U0ABC`. */
  readonly actor?: string;
  readonly at: number;
  /** The worst that fired then: anything worse undoes it. */
  readonly severity: Severity;
  /** When it ends by itself. */
  readonly until?: number;
  /** When people were last reminded of it. */
  readonly remindedAt?: number;
}

/**
 * Something that was done about a group, by people or by the bot, of which those who look at it should
 * hear. Times are epoch milliseconds.
 */
export interface Happening {
  readonly what:
    | 'acknowledged'
    | 'unacknowledged'
    | 'silenced'
    | 'unsilenced'
    | 'resolved'
    | 'escalated'
    | 'reassigned'
    | 'not escalated'
    | 'noted'
    | 'paged';
  readonly at: number;
  /** The group's revision that came of it: who was shown an older one has not heard of it. */
  readonly revision: number;
  /** Who did it; absent where the bot did. */
  readonly by?: string;
  /** The receivers that were told by it; the people, where it was done in a service. */
  readonly to?: readonly string[];
  /** What people call the service in which it was done; absent where that was here. */
  readonly place?: string;
  /** When it ends by itself. */
  readonly until?: number;
  /** In words, where it was not plainly asked for; of a note, what it says. */
  readonly why?: string;
  /** Of a note, where there is more about it: https. */
  readonly link?: string;
}

/** That somebody took a group on, or that it was given back. */
export interface Handover {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Who said so; absent where it came by itself. */
  readonly by?: string;
}

/** The alerts that share a route and the values of its `group_by` labels. */
export interface Group {
  readonly key: string;
  readonly routeId: string;
  readonly labels: Labels;
  readonly createdAt: number;
  /** Grows with everything that people could see. */
  readonly revision: number;
  /** When the next flush is due; absent when no flush could have anything to say. */
  readonly flushAt?: number;
  /** When it first flushed: later flushes come whole `group_interval`s after it. */
  readonly anchor?: number;
  /** Since when it has no members left; only kept where a re-fire joins the old rhythm. */
  readonly emptySince?: number;
  /** The oldest signal that no flush has seen yet. */
  readonly unflushed?: { readonly traceId: string; readonly receivedAt: number };
  /** True from a mute's end to the next flush: the group is no more among those who wait for one. */
  readonly woken?: true;
  /** True where what changed last is told at once, and not at the next tick. */
  readonly prompt?: true;
  /** Who has it on: it is neither repeated nor escalated. */
  readonly acknowledged?: Acknowledgement;
  /** When it was last said who has it on, or that nobody has: older word of that is late. */
  readonly handed?: Handover;
  /** Since when nobody has it on, and how many steps of its escalation were taken. */
  readonly escalation?: { readonly since: number; readonly step: number };
  /** What was done about it of late, oldest first: so much as timelines may still have to show. */
  readonly lately?: readonly Happening[];
  /**
   * Who had the next ones called by hand: at the next flush they are. Without a step it is for the services
   * that hold the group alone.
   */
  readonly called?: { readonly by: string; readonly isStepless?: true };
  /** By integration id. */
  readonly deliveries: Readonly<Record<string, Delivery>>;
}

/** A group's identity: its route's id and the values of its `group_by` labels. */
export function groupKey(routeId: string, labels: Labels): string {
  return `${routeId}.${shortHash(canonicalLabels(labels))}`;
}

/** The id of the route in a group's key. */
export function routeIdIn(key: string): string {
  return key.slice(0, key.lastIndexOf('.'));
}

/** The key of the group into which new groups of a route fold when too many come at once. */
export function digestKey(routeId: string): string {
  return `${routeId}.storm`;
}

export function isDigest({ key, routeId }: Pick<Group, 'key' | 'routeId'>): boolean {
  return key === digestKey(routeId);
}

/** When a service was last told to call somebody, and since when it is told of the group at all. */
interface Calls {
  readonly episode?: number | undefined;
  readonly calledAt?: number | undefined;
}

/**
 * How a service that takes a group so should take it, while it is not over. An acknowledgement from before
 * it was paged, or had to call the next, is kept from it: who is called although somebody has the group on
 * is to be heard. What they acknowledge there stays so.
 */
export function incidentFor(
  acknowledged: Acknowledgement | undefined,
  { episode = 0, calledAt = 0 }: Calls,
  incident: IncidentState,
): IncidentState {
  if (acknowledged === undefined) return 'open';
  const isNews = acknowledged.at >= Math.max(episode, calledAt);
  return isNews || incident === 'acknowledged' ? 'acknowledged' : 'open';
}

/** Whether a happening is worth a note in the incident of a service in which people act; its own notes it has. */
export function isForIncident({ what, place }: Happening): boolean {
  return (what === 'noted' && place === undefined) || what === 'silenced' || what === 'unsilenced';
}

/** True while there is something that the integration has not been told or shown. */
export function isOutstanding({ due, wanted, shown }: Delivery): boolean {
  return due !== undefined || wanted > shown;
}
