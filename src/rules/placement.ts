import { isResolved, type Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Draft } from './draft.ts';
import { end, groupKeyOf, join, type Origin } from './group.ts';
import type { Policy } from './policy.ts';
import { matchingRoutes } from './route.ts';

export interface PlacementContext {
  readonly origin: Origin;
  readonly now: number;
  readonly policy: Policy;
}

/** The groups that an alert with these labels belongs in by a policy. */
export function placesOf(labels: Labels, policy: Policy): readonly string[] {
  const subject = { labels };
  return matchingRoutes(policy.route, labels).map((route) => groupKeyOf(route, subject));
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
  const keys = routes.map((route) => groupKeyOf(route, alert));
  for (const [index, route] of routes.entries()) {
    const visible = isNews || !before.includes(keys[index] ?? '');
    join(draft, route, alert, { ...context, visible });
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
