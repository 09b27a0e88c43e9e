import { isFlapping, isResolved, type Alert, type Flapping } from '../alert/alert.ts';
import {
  isDigest,
  type Acknowledgement,
  type DueNotification,
  type Handle,
  type Handover,
  type IncidentState,
  type Instead,
  type Member,
  type Told,
} from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { compareSeverity, worst, type Severity } from '../alert/severity.ts';
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
  readonly folded?: number;
  /** How many more fire and are muted: they are not among the alerts. */
  readonly muted: number;
  /** True when nothing fires of what the integration was, or could be, told. */
  readonly isOver: boolean;
  /** True when all is over and nobody was told of it: there is nothing left to tell, but of occurrences. */
  readonly isMoot: boolean;
  /** Who has it on. */
  readonly acknowledged?: Acknowledgement;
  /** When that was last said, or that nobody has. */
  readonly handed?: Handover;
  /** The worst that fires; of all when none does. */
  readonly severity: Severity;
  readonly since: number;
  /** When the last one ended; absent while it is not over. */
  readonly until?: number;
  /** Who said that it is over, where its source did not. */
  readonly closedBy?: string;
  /** The group that all its alerts went to. */
  readonly movedTo?: string;
  /** Names the stretch from first told firing to told resolved; 0 when nothing was ever due. */
  readonly episode: number;
  readonly due?: DueNotification;
  /** What the last notification said, and when that was decided. */
  readonly told?: Told & { readonly at: number };
  /** Of a fallback: for whom it is told, and why. */
  readonly instead?: Instead;
  readonly handle?: Handle;
  /** How the service takes the group, where people act in it: by what it was told, or they did there. */
  readonly incident?: IncidentState;
  readonly traceId: string;
}

type Entry = readonly [fingerprint: string, member: Member];

/**
 * The members of a group that an integration hears of, the worst first: those that are not muted, and
 * of those that are, the ones of whose end it has to be told.
 */
export function worstFirst({ members, now, told }: GroupSnapshot): readonly Entry[] {
  const toldFiring = new Set(told?.firing);
  const heard = [...members].filter(
    ([fingerprint, member]) =>
      member.muted === undefined || (isResolved(member, now) && toldFiring.has(fingerprint)),
  );
  return heard.toSorted(
    ([, a], [, b]) =>
      Number(isResolved(a, now)) - Number(isResolved(b, now)) ||
      compareSeverity(a.severity, b.severity) ||
      a.startsAt - b.startsAt,
  );
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
  const firing = ordered.filter(([, member]) => !isResolved(member, now));
  const resolved = ordered.filter(([, member]) => isResolved(member, now));
  const muted = [...snapshot.members]
    .filter(([, member]) => member.muted !== undefined && !isResolved(member, now))
    .map(([fingerprint]) => fingerprint);
  const toldFiring = new Set(told?.firing);
  const isOver = firing.length === 0 && !muted.some((one) => toldFiring.has(one));
  const delivery = group.deliveries[integration];
  const known = new Map(alerts.map((alert) => [alert.fingerprint, alert]));
  const last = alerts.toSorted((a, b) => (b.endsAt ?? 0) - (a.endsAt ?? 0))[0];
  const closedBy = last?.closed?.by;
  const severities = (firing.length > 0 ? firing : ordered).map(([, { severity }]) => severity);
  const movedTo = ordered.every(([, member]) => member.movedTo !== undefined)
    ? ordered[0]?.[1].movedTo
    : undefined;
  return {
    group: group.key,
    integration,
    labels: group.labels,
    revision: group.revision,
    alerts: ordered.flatMap(([fingerprint, member]) => {
      const alert = known.get(fingerprint);
      return alert === undefined ? [] : [alertView(alert, member, now)];
    }),
    firing: firing.map(([fingerprint]) => fingerprint),
    resolved: resolved.map(([fingerprint]) => fingerprint),
    flapping: firing.filter(([, member]) => isFlapping(member, now)).map(([one]) => one),
    ...(isDigest(group) && { folded: homesOf(firing.length > 0 ? firing : ordered) }),
    muted: muted.length,
    ...(group.acknowledged !== undefined && { acknowledged: group.acknowledged }),
    ...(group.handed !== undefined && { handed: group.handed }),
    isOver,
    isMoot: isOver && told === undefined && ordered.every(([, { silent }]) => !silent),
    severity: worst(severities) ?? 'info',
    since: ordered.reduce((since, [, { startsAt }]) => Math.min(since, startsAt), now),
    ...(isOver && {
      until: resolved.reduce((until, [, { endsAt = now }]) => Math.max(until, endsAt), 0) || now,
    }),
    ...(isOver && closedBy !== undefined && { closedBy }),
    ...(movedTo !== undefined && { movedTo }),
    episode: delivery?.episode ?? 0,
    ...(delivery?.due !== undefined && { due: delivery.due }),
    ...(delivery?.toldAt !== undefined &&
      told !== undefined && { told: { at: delivery.toldAt, ...told } }),
    ...(delivery?.instead !== undefined && { instead: delivery.instead }),
    ...(delivery?.handle !== undefined && { handle: delivery.handle }),
    ...(delivery?.word !== undefined && { incident: delivery.word.incident }),
    traceId: delivery?.due?.traceId ?? group.unflushed?.traceId ?? '',
  };
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
