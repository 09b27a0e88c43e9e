import { isResolved, type Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import {
  groupKey,
  isDigest,
  isOutstanding,
  type Delivery,
  type Group,
  type Member,
  type Mute,
} from '../alert/group.ts';
import { measuredOf } from '../alert/measured.ts';
import { worse, type Severity } from '../alert/severity.ts';
import { isWorse, unacknowledged } from './acknowledgement.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { earliest } from './earliest.ts';
import { inhibitions } from './inhibit.ts';
import { noted } from './lately.ts';
import { mutedByTime, muteByLabels } from './mutes.ts';
import type { Policy, Route } from './policy.ts';
import { tickAfter, tickFrom } from './rhythm.ts';
import { groupLabels } from './route.ts';
import { isOutOfStep, isToBeNoted } from './word.ts';

/** A group as the alerts see it that belong in it: on a route, with the values of its labels. */
export interface Place {
  readonly key: string;
  readonly route: Route;
  readonly labels: Labels;
}

/** Where an alert with these labels belongs on a route. */
export function placeOn(route: Route, labels: Labels): Place {
  const grouped = groupLabels(route, labels);
  return { key: groupKey(route.id, grouped), route, labels: grouped };
}

/** The route whose times a group keeps; one whose route is gone keeps the root's. */
export function paceOf(group: Group, policy: Policy): Pick<Route, 'groupWait' | 'groupInterval'> {
  return policy.routesById.get(group.routeId) ?? policy.route;
}

/** The next tick of a group's rhythm after `now`; undefined before its first flush. */
export function nextTick(group: Group, policy: Policy, now: number): number | undefined {
  const { anchor } = group;
  const interval = paceOf(group, policy).groupInterval;
  return anchor === undefined ? undefined : tickAfter({ anchor, interval }, now);
}

/**
 * Puts an alert into a group of a route, opening it if there is none, and sees to it that
 * a flush comes. `visible` says whether people could see a difference.
 */
export function join(
  draft: Draft,
  place: Place,
  alert: Alert,
  context: Context & { readonly visible: boolean },
): void {
  const group = draft.group(place.key) ?? openGroup(place, context.now);
  write(draft, group, alert, context);
}

/**
 * Says in a group that an alert of it is over there: it ended, or it went to another group because
 * its route or labels changed (`movedTo`).
 */
export function end(
  draft: Draft,
  key: string,
  alert: Alert,
  context: Context & { readonly movedTo?: string; readonly visible: boolean },
): void {
  const group = draft.group(key);
  if (group !== undefined) write(draft, group, alert, context);
}

function write(
  draft: Draft,
  known: Group,
  alert: Alert,
  {
    origin,
    visible,
    movedTo,
    now,
    policy,
  }: Context & { readonly visible: boolean; readonly movedTo?: string },
): void {
  const muted =
    inhibited(draft, known.key, alert, policy, now) ??
    mutedByTime(known, policy, now) ??
    muteByLabels(draft, alert.labels, policy, now);
  const isHeard = visible && muted === undefined && !isResolved(alert, now);
  const worse = isHeard && isWorse(known, alert, now);
  const open = worse ? undone(known, now) : known;
  const group = isHeard && isClosed(known, policy) ? begunAnew(open, now) : open;
  if (worse) draft.because({ decision: 'unacknowledged', reason: WORSE, group: group.key });
  const revision = visible ? group.revision + 1 : group.revision;
  const measured = isResolved(alert, now) ? undefined : measuredOf(alert);
  const member = {
    ...memberOf(alert, revision),
    ...ownLabels(group, alert),
    ...homeOf(group, alert, policy),
    ...(measured !== undefined && { measured }),
    // As far as is known by now: the next flush looks again.
    ...(muted !== undefined && { muted }),
    ...(visible && isResolved(alert, now) && ({ ended: true } as const)),
    ...(movedTo !== undefined && { movedTo }),
  };
  draft.putMember(group.key, alert.fingerprint, member);
  const { emptySince, flushAt: scheduled, ...rest } = group;
  const flushAt = earliest(
    // The flush that would have forgotten the empty group is none of its rhythm.
    emptySince === undefined ? scheduled : undefined,
    flushTime(group, paceOf(group, policy), alert, { visible, now }),
  );
  draft.putGroup({
    ...rest,
    revision,
    ...(flushAt !== undefined && { flushAt }),
    ...(visible && { unflushed: group.unflushed ?? origin }),
    deliveries: visible
      ? showEverywhere({ ...group, revision }, draft, policy, {
          severity: alert.severity,
          traceId: origin.traceId,
        })
      : group.deliveries,
  });
}

/**
 * What inhibits an alert that a group knows counts until the next flush looks again: who inhibits is loaded
 * with a signal only where it begins to show in a message.
 */
function inhibited(
  draft: Draft,
  key: string,
  alert: Alert,
  policy: Policy,
  now: number,
): Mute | undefined {
  const { fingerprint, labels } = alert;
  const member = draft.member(key, fingerprint);
  if (!isResolved(alert, now) && isNewTo(member, now)) {
    return inhibitions(draft, policy, now)(fingerprint, labels);
  }
  const muted = member?.muted;
  const isOver = muted?.until !== undefined && muted.until <= now;
  return muted?.by === 'inhibition' && !isOver ? muted : undefined;
}

/** Whether an alert that fires begins to, for a group that knows it so. */
function isNewTo(member: Member | undefined, now: number): boolean {
  return member === undefined || isResolved(member, now);
}

const WORSE = 'it got worse';

/** Nobody has it on any more, for it is no longer what they took on. */
function undone(known: Group, now: number): Group {
  const revision = known.revision + 1;
  const what = { what: 'unacknowledged', why: WORSE, at: now, revision } as const;
  return noted(unacknowledged(known, now), what);
}

/**
 * Whether a group that was told "resolved" is there for its muted alerts alone. Had it none it would be
 * gone, so what fires again need not wait for its next flush.
 */
function isClosed({ routeId, anchor, deliveries }: Group, policy: Policy): boolean {
  if (anchor === undefined || policy.routesById.get(routeId)?.promptRefire !== true) return false;
  const all = Object.values(deliveries);
  return (
    all.every((one) => one.toldAt === undefined && !isOutstanding(one)) &&
    all.some(({ shown }) => shown > 0)
  );
}

/** A group that waits as if it had just been opened, if no flush comes before. */
function begunAnew(known: Group, now: number): Group {
  const { anchor: _, ...group } = known;
  return { ...group, createdAt: now };
}

function openGroup({ key, route, labels }: Place, now: number): Group {
  return {
    key,
    routeId: route.id,
    labels,
    createdAt: now,
    revision: 0,
    deliveries: {},
  };
}

function memberOf(alert: Alert, revision: number): Member {
  return {
    severity: alert.severity,
    startsAt: alert.startsAt,
    ...(alert.endsAt !== undefined && { endsAt: alert.endsAt }),
    // A person's word that it is over is worth telling, whatever it is.
    ...(alert.nature === 'occurrence' && alert.closed === undefined && { silent: true }),
    ...(alert.inhibits !== undefined && { inhibits: true }),
    ...(alert.flapping !== undefined && { flapping: alert.flapping }),
    revision,
  };
}

/** The labels that the group does not have for all its members. */
function ownLabels(group: Group, { labels }: Alert): Pick<Member, 'labels'> {
  const own = Object.entries(labels).filter(([name, value]) => group.labels[name] !== value);
  return own.length === 0 ? {} : { labels: Object.fromEntries(own) };
}

/** Of an alert in a digest, the group it would have had. */
function homeOf(group: Group, alert: Alert, policy: Policy): Pick<Member, 'home'> {
  const route = isDigest(group) ? policy.routesById.get(group.routeId) : undefined;
  return route === undefined ? {} : { home: placeOn(route, alert.labels).key };
}

/**
 * When the group must flush on account of an alert. Before its first flush that is `group_wait`
 * after it was opened, or at once when the alert began longer ago than that; afterwards the next
 * tick of its rhythm, and for an alert that ends by itself the tick at which it is over.
 */
function flushTime(
  group: Group,
  pace: Pick<Route, 'groupWait' | 'groupInterval'>,
  alert: Alert,
  { visible, now }: { readonly visible: boolean; readonly now: number },
): number | undefined {
  if (group.anchor === undefined) {
    return alert.startsAt + pace.groupWait <= now ? now : group.createdAt + pace.groupWait;
  }
  const rhythm = { anchor: group.anchor, interval: pace.groupInterval };
  if (visible) return tickAfter(rhythm, now);
  if (alert.endsAt === undefined) return undefined;
  return alert.endsAt <= now ? tickAfter(rhythm, now) : tickFrom(rhythm, alert.endsAt);
}

/**
 * A message that can be edited in place shows every change at once: its delivery wants the newest
 * revision. Editing is free of `repeat_interval` and pings nobody.
 */
function showEverywhere(
  group: Group,
  draft: Draft,
  policy: Policy,
  { severity, traceId }: { readonly severity: Severity; readonly traceId: string },
): Group['deliveries'] {
  const entries = Object.entries(group.deliveries).map(([integration, delivery]) => {
    if (!showsAtOnce(delivery, group, integration, policy)) return [integration, delivery] as const;
    const effect = { kind: 'deliver', group: group.key, integration, severity, traceId } as const;
    if (!isOutstanding(delivery)) draft.addEffect(effect);
    return [integration, { ...delivery, wanted: group.revision }] as const;
  });
  return Object.fromEntries(entries);
}

/** A group of which people can see a difference, wherever that shows at once. */
export function shownAnew(
  group: Group,
  draft: Draft,
  policy: Policy,
  { traceId, now }: { readonly traceId: string; readonly now: number },
): Group {
  const changed = { ...group, revision: group.revision + 1 };
  const severity = worstOf(draft.members(group.key), now);
  return { ...changed, deliveries: showEverywhere(changed, draft, policy, { severity, traceId }) };
}

/**
 * Whether an integration shows changes of a group at once: in a message that can be edited, or, of who has
 * it on or silenced it, in an incident.
 */
export function showsAtOnce(
  delivery: Delivery,
  group: Group,
  integration: string,
  policy: Policy,
): boolean {
  const isMessage = policy.integrationsById.get(integration)?.kind === 'slack';
  if (isMessage) return delivery.handle !== undefined;
  return (
    isOutOfStep(delivery, group, integration, policy) ||
    isToBeNoted(delivery, group, integration, policy)
  );
}

/** Whether any of a group's members fires, muted or not. */
export function anyFires(members: ReadonlyMap<string, Member>, now: number): boolean {
  return [...members.values()].some((member) => !isResolved(member, now));
}

/** The worst severity of the members that fire unmuted; of those that fire or of all, when none does. */
export function worstOf(members: ReadonlyMap<string, Member>, now: number): Severity {
  let heard: Severity | undefined;
  let firing: Severity | undefined;
  let any: Severity | undefined;
  for (const member of members.values()) {
    const { severity, muted } = member;
    any = worse(any, severity);
    if (isResolved(member, now)) continue;
    firing = worse(firing, severity);
    if (muted === undefined) heard = worse(heard, severity);
  }
  return heard ?? firing ?? any ?? 'info';
}
