import { isResolved, type Alert } from '../alert/alert.ts';
import { digestKey } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import type { Draft } from './draft.ts';
import { end, groupKeyOf, join, type Origin } from './group.ts';
import type { Policy, Route } from './policy.ts';
import { matchingRoutes } from './route.ts';
import { keyOn } from './storm.ts';

export interface PlacementContext {
  readonly origin: Origin;
  readonly now: number;
  readonly policy: Policy;
}

/** What has to be known to place an alert. */
export interface Reach {
  /** The keys of the groups it may go to. */
  readonly groups: readonly string[];
  /** The routes of which it counts how many groups are new. */
  readonly routes: readonly string[];
}

/** Where an alert with these labels may go by a policy. */
export function reachOf(labels: Labels, policy: Policy): Reach {
  const routes = matchingRoutes(policy.route, labels);
  const own = routes.map((route) => groupKeyOf(route, { labels }));
  if (policy.storm === undefined) return { groups: own, routes: [] };
  const ids = routes.map(({ id }) => id);
  return { groups: [...own, ...ids.map(digestKey)], routes: ids };
}

/** Whether an alert is where a policy wants it: in its own group of each route, or in its digest. */
export function isPlaced({ groups, labels }: Alert, policy: Policy): boolean {
  const routes = matchingRoutes(policy.route, labels);
  const isIn = (route: Route) =>
    groups.includes(groupKeyOf(route, { labels })) ||
    (policy.storm !== undefined && groups.includes(digestKey(route.id)));
  return routes.length === groups.length && routes.every(isIn);
}

/**
 * Puts an alert where today's routes want it; groups in which it was firing and that they don't name
 * are left.
 *
 * @param isNews whether there is something new about it also where it stays
 * @returns the groups it is in now
 */
export function place(
  draft: Draft,
  alert: Alert,
  known: Alert | undefined,
  { isNews, ...context }: PlacementContext & { readonly isNews: boolean },
): readonly string[] {
  const before = known?.groups ?? [];
  const routes = matchingRoutes(context.policy.route, alert.labels);
  const keys = routes.map((route) => keyOn(draft, route, alert, known, context));
  for (const [index, route] of routes.entries()) {
    const key = keys[index] ?? '';
    const visible = isNews || !before.includes(key);
    join(draft, route, key, alert, { ...context, visible });
  }
  // One that was over already is, or was, told so where it is.
  const fired = known !== undefined && !isResolved(known, context.now);
  for (const key of fired ? before : []) {
    const movedTo = keys[0];
    if (movedTo === undefined || keys.includes(key)) continue;
    end(draft, key, { ...alert, endsAt: context.now }, { ...context, movedTo, visible: true });
  }
  return keys;
}
