import { isResolved, type Alert } from '../alert/alert.ts';
import { digestKey } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { end, join, placeOn, type Place } from './group.ts';
import type { Policy } from './policy.ts';
import { matchingRoutes } from './route.ts';
import { placeIn } from './storm.ts';

/** The groups that an alert with these labels belongs in by a policy: its own, wherever it has to go. */
function placesOf(labels: Labels, policy: Policy): readonly Place[] {
  return matchingRoutes(policy.route, labels).map((route) => placeOn(route, labels));
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
  const places = placesOf(labels, policy);
  const own = places.map(({ key }) => key);
  if (policy.storm === undefined) return { groups: own, routes: [] };
  const ids = places.map(({ route }) => route.id);
  return { groups: [...own, ...ids.map(digestKey)], routes: ids };
}

/** Whether an alert is where a policy wants it: in its own group of each route, or in its digest. */
export function isPlaced({ groups, labels }: Alert, policy: Policy): boolean {
  const places = placesOf(labels, policy);
  const isIn = ({ key, route }: Place) =>
    groups.includes(key) || (policy.storm !== undefined && groups.includes(digestKey(route.id)));
  return places.length === groups.length && places.every(isIn);
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
  { isNews, ...context }: Context & { readonly isNews: boolean },
): readonly string[] {
  const before = known?.groups ?? [];
  const places = placesOf(alert.labels, context.policy).map((own) =>
    placeIn(draft, own, alert, known, context),
  );
  for (const one of places) {
    join(draft, one, alert, { ...context, visible: isNews || !before.includes(one.key) });
  }
  const keys = places.map(({ key }) => key);
  // One that was over already is, or was, told so where it is.
  const fired = known !== undefined && !isResolved(known, context.now);
  for (const key of fired ? before : []) {
    const movedTo = keys[0];
    if (movedTo === undefined || keys.includes(key)) continue;
    end(draft, key, { ...alert, endsAt: context.now }, { ...context, movedTo, visible: true });
  }
  return keys;
}
