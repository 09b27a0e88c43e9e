import { isResolved, type Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { end, join, placeOn, type Place } from './group.ts';
import type { Policy } from './policy.ts';
import { matchingRoutes } from './route.ts';

/** The groups that an alert with these labels belongs in by a policy. */
export function placesOf(labels: Labels, policy: Policy): readonly Place[] {
  return matchingRoutes(policy.route, labels).map((route) => placeOn(route, labels));
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
  const places = placesOf(alert.labels, context.policy);
  for (const one of places) {
    join(draft, one, alert, { ...context, visible: isNews || !before.includes(one.key) });
  }
  const keys = places.map(({ key }) => key);
  // One that was over already is, or was, told so where it is.
  const fired = known !== undefined && !isResolved(known, context.now);
  for (const key of fired ? before : []) {
    const movedTo = keys[0];
    if (movedTo === undefined || keys.includes(key)) continue;
    end(draft, key, { ...alert, endsAt: context.now }, { ...context, movedTo });
  }
  return keys;
}
