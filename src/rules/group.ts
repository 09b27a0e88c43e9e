import { isResolved, type Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import { groupKey, isOutstanding, type Delivery, type Group, type Member } from '../alert/group.ts';
import type { Severity } from '../alert/severity.ts';
import type { Draft } from './draft.ts';
import type { Policy, Route } from './policy.ts';
import { tickAfter, tickFrom } from './rhythm.ts';
import { groupLabels } from './route.ts';

/** Where a signal came from in time: kept with the group until a flush has seen it. */
export interface Origin {
  readonly traceId: string;
  readonly receivedAt: number;
}

/** The key of the group that an alert with these labels has on a route. */
export function groupKeyOf(route: Route, alert: { readonly labels: Labels }): string {
  return groupKey(route.id, groupLabels(route, alert.labels));
}

/**
 * Puts an alert into its group on a route, opening the group if there is none, and sees to it that
 * a flush comes. `visible` says whether people could see a difference.
 */
export function join(
  draft: Draft,
  route: Route,
  alert: Alert,
  { origin, visible, now, policy }: JoinContext,
): void {
  const key = groupKeyOf(route, alert);
  const group = draft.group(key) ?? openGroup(key, route, alert, now);
  const revision = visible ? group.revision + 1 : group.revision;
  draft.putMember(key, alert.fingerprint, memberOf(alert, revision));
  const flushAt = earliest(group.flushAt, flushTime(group, route, alert, { visible, now }));
  const { emptySince: _refilled, ...rest } = group;
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

interface JoinContext {
  readonly origin: Origin;
  readonly visible: boolean;
  readonly now: number;
  readonly policy: Policy;
}

/** Takes an alert out of a group that it no longer belongs to; the group says where it went. */
export function leave(
  draft: Draft,
  key: string,
  alert: Alert,
  { movedTo, ...context }: JoinContext & { readonly movedTo: string },
): void {
  const group = draft.group(key);
  if (group === undefined) return;
  const revision = group.revision + 1;
  const member: Member = { ...memberOf(alert, revision), endsAt: context.now, movedTo };
  draft.putMember(key, alert.fingerprint, member);
  const route = context.policy.routesById.get(group.routeId);
  const flushAt =
    route === undefined || group.anchor === undefined
      ? (group.flushAt ?? context.now)
      : tickAfter({ anchor: group.anchor, interval: route.groupInterval }, context.now);
  draft.putGroup({
    ...group,
    revision,
    flushAt: earliest(group.flushAt, flushAt) ?? flushAt,
    unflushed: group.unflushed ?? context.origin,
    deliveries: showEverywhere({ ...group, revision }, draft, context.policy, {
      severity: alert.severity,
      traceId: context.origin.traceId,
    }),
  });
}

function openGroup(key: string, route: Route, alert: Alert, now: number): Group {
  return {
    key,
    routeId: route.id,
    labels: groupLabels(route, alert.labels),
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
    ...(alert.nature === 'occurrence' && { silent: true }),
    revision,
  };
}

/**
 * When the group must flush on account of an alert. Before its first flush that is `group_wait`
 * after it was opened, or at once when the alert began longer ago than that; afterwards the next
 * tick of its rhythm, and for an alert that ends by itself the tick at which it is over.
 */
function flushTime(
  group: Group,
  route: Route,
  alert: Alert,
  { visible, now }: { readonly visible: boolean; readonly now: number },
): number | undefined {
  if (group.anchor === undefined) {
    return alert.startsAt + route.groupWait <= now ? now : group.createdAt + route.groupWait;
  }
  const rhythm = { anchor: group.anchor, interval: route.groupInterval };
  if (visible) return tickAfter(rhythm, now);
  return alert.endsAt === undefined ? undefined : tickFrom(rhythm, Math.max(alert.endsAt, now));
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
    if (!canEdit(delivery, integration, policy)) return [integration, delivery] as const;
    const effect = { kind: 'deliver', group: group.key, integration, severity, traceId } as const;
    if (!isOutstanding(delivery)) draft.addEffect(effect);
    return [integration, { ...delivery, wanted: group.revision }] as const;
  });
  return Object.fromEntries(entries);
}

function canEdit(delivery: Delivery, integration: string, policy: Policy): boolean {
  return (
    delivery.handle !== undefined && policy.integrationsById.get(integration)?.kind === 'slack'
  );
}

export function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The fingerprints of a group's members that fire at `now`, and of those that are over. */
export function splitMembers(
  members: ReadonlyMap<string, Member>,
  now: number,
): { readonly firing: readonly string[]; readonly resolved: readonly string[] } {
  const firing: string[] = [];
  const resolved: string[] = [];
  for (const [fingerprint, member] of members) {
    (isResolved(member, now) ? resolved : firing).push(fingerprint);
  }
  return { firing, resolved };
}
