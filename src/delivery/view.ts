import { isFlapping, isResolved, type Alert, type Flapping } from '../alert/alert.ts';
import {
  isDigest,
  type Acknowledgement,
  type DueNotification,
  type Graph,
  type Group,
  type Handle,
  type Handover,
  type IncidentState,
  type Instead,
  type Happening,
  type Member,
  type Mute,
  type Told,
} from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { compareSeverity, type Severity } from '../alert/severity.ts';
import type { Caller, GroupSnapshot, Said } from '../engine/ports/delivery-store.ts';

/** One alert as it stands in its group. */
export interface AlertView {
  readonly alert: Alert;
  readonly severity: Severity;
  readonly resolved: boolean;
  readonly startsAt: number;
  readonly endsAt?: number;
  readonly flapping?: Flapping;
}

/** A group as it is now, and what one integration was told of it: all that an adapter needs to say. */
export interface DeliveryView {
  readonly group: string;
  readonly integration: string;
  readonly labels: Labels;
  readonly revision: number;
  /** The worst first: what fires before what is over, then by severity, then the longest. */
  readonly alerts: readonly AlertView[];
  /** Fingerprints, in the same order. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** Those among the firing that flap: of their changes nobody is told. */
  readonly flapping: readonly string[];
  /** Of a digest: how many groups its alerts would have had; of those that fire while any does. */
  readonly folded?: number | undefined;
  /** How many more fire and are muted: they are not among the alerts. */
  readonly muted: number;
  /** By what they are muted. */
  readonly mutes: readonly MutedBy[];
  /** Where every alert is muted: those by which the group still has its name. */
  readonly hushed: readonly AlertView[];
  /** True when nothing fires of what the integration was, or could be, told. */
  readonly isOver: boolean;
  /** True when all is over and nobody was told of it: there is nothing left to tell, but of occurrences. */
  readonly isMoot: boolean;
  /** Who has it on. */
  readonly acknowledged?: Acknowledgement | undefined;
  /** When that was last said, or that nobody has. */
  readonly handed?: Handover | undefined;
  /** Since when nobody has it on that was told of it, epoch milliseconds. */
  readonly openSince?: number | undefined;
  /** What was done about it since it was first told, oldest first. */
  readonly lately: readonly Happening[];
  /** The revision that people were shown last: what happened since then they have not heard of. */
  readonly shown: number;
  /** The worst that fires; of all when none does. */
  readonly severity: Severity;
  readonly since: number;
  /** When the last one ended; absent while it is not over. */
  readonly until?: number | undefined;
  /** Who said that it is over, where nothing ended later by itself. */
  readonly closedBy?: string | undefined;
  /** The group that all its alerts went to. */
  readonly movedTo?: string | undefined;
  /** Names the stretch from first told firing to told resolved; 0 when nothing was ever due. */
  readonly episode: number;
  readonly due?: DueNotification | undefined;
  /** What the last notification said, and when that was decided. */
  readonly told?: (Told & { readonly at: number }) | undefined;
  /** Of a fallback: for whom it is told, and why. */
  readonly instead?: Instead | undefined;
  readonly handle?: Handle | undefined;
  /** What the message is to show of how it ran. */
  readonly graph?: Graph | undefined;
  /** When the service was last had to call the next there, by hand. */
  readonly calledAt?: number | undefined;
  /** How the service takes the group, where people act in it: by what it was told, or they did there. */
  readonly incident?: IncidentState | undefined;
  readonly traceId: string;
  /** When the group was looked at, epoch milliseconds. */
  readonly now: number;
}

/** How many alerts of a group are muted in one way. */
export interface MutedBy {
  readonly by: Mute['by'];
  readonly count: number;
  /** When that is over as far as anybody knows; absent where not all end together. */
  readonly until?: number;
}

type Entry = readonly [fingerprint: string, member: Member];

/**
 * The members of a group that an integration hears of, the worst first: those that are not muted, and
 * of those that are, the ones of whose end it has to be told.
 */
function worstFirst({ members, now, told }: GroupSnapshot): readonly Entry[] {
  const toldFiring = new Set(told?.firing);
  const heard = [...members].filter(
    ([fingerprint, member]) =>
      member.muted === undefined || (isResolved(member, now) && toldFiring.has(fingerprint)),
  );
  return byWorst(heard, now);
}

function byWorst(entries: readonly Entry[], now: number): readonly Entry[] {
  if (entries.length < 2) return entries;
  return entries.toSorted(
    ([, a], [, b]) =>
      Number(isResolved(a, now)) - Number(isResolved(b, now)) ||
      compareSeverity(a.severity, b.severity) ||
      a.startsAt - b.startsAt,
  );
}

/** The alerts that a view shows, or is named after, the worst first: fingerprints. */
export function shownIn(snapshot: GroupSnapshot): readonly string[] {
  const heard = worstFirst(snapshot);
  const named = heard.length > 0 ? heard : byWorst([...snapshot.members], snapshot.now);
  return named.map(([fingerprint]) => fingerprint);
}

/** A group as far as somebody was told of it. */
export function whatWasTold(snapshot: GroupSnapshot, told: Told): GroupSnapshot {
  const heardOf = new Set([...told.firing, ...told.resolved]);
  const members = [...snapshot.members].filter(([fingerprint]) => heardOf.has(fingerprint));
  return { ...snapshot, members: new Map(members) };
}

/** The view of a group for one integration, from the snapshot and the alerts that were loaded of it. */
export function viewOf(
  snapshot: GroupSnapshot,
  integration: string,
  alerts: readonly Alert[],
): DeliveryView {
  const { group, now, told } = snapshot;
  const ordered = worstFirst(snapshot);
  const over = ordered.findIndex(([, member]) => isResolved(member, now));
  const firing = over === -1 ? ordered : ordered.slice(0, over);
  const resolved = over === -1 ? [] : ordered.slice(over);
  const muted = [...snapshot.members].filter(
    ([, member]) => member.muted !== undefined && !isResolved(member, now),
  );
  const toldFiring = new Set(told?.firing);
  const isOver = firing.length === 0 && !muted.some(([one]) => toldFiring.has(one));
  const delivery = group.deliveries[integration];
  const { episode = 0 } = delivery ?? {};
  const known = new Map(alerts.map((alert) => [alert.fingerprint, alert]));
  const ended = resolved.reduce((until, [, { endsAt = now }]) => Math.max(until, endsAt), 0);
  const lately = group.lately?.filter(({ at }) => episode > 0 && at >= episode) ?? [];
  const closedBy = lately.findLast(({ what, at }) => what === 'resolved' && at >= ended)?.by;
  const subject = ordered.length > 0 ? ordered : byWorst(muted, now);
  const movedTo = ordered.every(([, member]) => member.movedTo !== undefined)
    ? ordered[0]?.[1].movedTo
    : undefined;
  return {
    group: group.key,
    integration,
    labels: group.labels,
    revision: group.revision,
    alerts: viewsOf(ordered),
    firing: firing.map(([fingerprint]) => fingerprint),
    resolved: resolved.map(([fingerprint]) => fingerprint),
    flapping: firing.filter(([, member]) => isFlapping(member, now)).map(([one]) => one),
    folded: isDigest(group) ? homesOf(firing.length > 0 ? firing : ordered) : undefined,
    muted: muted.length,
    mutes: mutesOf(muted),
    hushed: ordered.length > 0 ? [] : viewsOf(subject),
    acknowledged: group.acknowledged,
    handed: group.handed,
    openSince: openSinceOf(group, episode, isOver),
    lately,
    shown: delivery?.shown ?? 0,
    isOver,
    isMoot: isOver && told === undefined && ordered.every(([, { silent }]) => !silent),
    severity: subject[0]?.[1].severity ?? 'info',
    since: subject.reduce((since, [, { startsAt }]) => Math.min(since, startsAt), now),
    until: isOver ? ended || now : undefined,
    closedBy: isOver ? closedBy : undefined,
    movedTo,
    episode,
    due: delivery?.due,
    told: delivery?.toldAt !== undefined && told ? { at: delivery.toldAt, ...told } : undefined,
    instead: delivery?.instead,
    handle: delivery?.handle,
    graph: delivery?.graph,
    calledAt: delivery?.calledAt,
    incident: delivery?.word?.incident,
    traceId: delivery?.due?.traceId ?? group.unflushed?.traceId ?? '',
    now,
  };

  function viewsOf(entries: readonly Entry[]): readonly AlertView[] {
    return entries.flatMap(([fingerprint, member]) => {
      const alert = known.get(fingerprint);
      return alert === undefined ? [] : [alertView(alert, member, now)];
    });
  }
}

/** It counts anew from when somebody gave it back. */
function openSinceOf(
  { acknowledged, escalation, lately = [] }: Group,
  episode: number,
  isOver: boolean,
): number | undefined {
  if (acknowledged !== undefined || isOver || episode === 0) return undefined;
  const returned = lately.findLast(({ what }) => what === 'unacknowledged')?.at ?? 0;
  return Math.max(escalation?.since ?? episode, returned);
}

function mutesOf(muted: readonly Entry[]): readonly MutedBy[] {
  if (muted.length === 0) return [];
  const mutes = muted.flatMap(([, member]) => member.muted ?? []);
  return [...Map.groupBy(mutes, ({ by }) => by)].map(([by, same]) => {
    const [until, ...others] = new Set(same.map((one) => one.until));
    const end = until === undefined || others.length > 0 ? {} : { until };
    return { by, count: same.length, ...end };
  });
}

function homesOf(members: readonly Entry[]): number {
  return new Set(members.map(([fingerprint, { home }]) => home ?? fingerprint)).size;
}

function alertView(alert: Alert, member: Member, now: number): AlertView {
  return {
    alert,
    severity: member.severity,
    resolved: isResolved(member, now),
    startsAt: member.startsAt,
    ...(member.endsAt !== undefined && { endsAt: member.endsAt }),
    ...(isFlapping(member, now) && member.flapping && { flapping: member.flapping }),
  };
}

/** Who asks for a token when a view is delivered. */
export function callerOf({ group, integration, severity }: DeliveryView): Caller {
  return { id: `${group} ${integration}`, severity };
}

/** What people know of the group once they have this view. */
export function saidBy({ revision, due, firing, resolved, flapping }: DeliveryView): Said {
  return {
    revision,
    ...(due !== undefined && { dueAt: due.at }),
    firing,
    resolved,
    ...(flapping.length > 0 && { flapping }),
  };
}

/**
 * The view of a group of which people may have heard something else since they were last told: they
 * know for certain only what both say.
 */
export function withDoubt(view: DeliveryView, said: Said | undefined): DeliveryView {
  const { told } = view;
  if (told === undefined || said === undefined) return view;
  const firing = told.firing.filter(isIn(said.firing));
  const resolved = told.resolved.filter(isIn(said.resolved));
  const flapping = told.flapping?.filter(isIn(said.flapping ?? [])) ?? [];
  return { ...view, told: { ...told, firing, resolved, flapping } };
}

function isIn(fingerprints: readonly string[]): (fingerprint: string) => boolean {
  const known = new Set(fingerprints);
  return (fingerprint) => known.has(fingerprint);
}

/** What changed since the integration was last told: fingerprints. */
export interface News {
  readonly started: readonly string[];
  readonly ended: readonly string[];
  /** Those that begin to flap. */
  readonly unsteady: readonly string[];
}

export function newsOf({ firing, resolved, flapping, told }: DeliveryView): News {
  const toldFiring = new Set(told?.firing);
  const toldResolved = new Set(told?.resolved);
  return {
    started: firing.filter((fingerprint) => !toldFiring.has(fingerprint)),
    ended: resolved.filter((fingerprint) => !toldResolved.has(fingerprint)),
    unsteady: flapping.filter((fingerprint) => !told?.flapping?.includes(fingerprint)),
  };
}
