import { isFlapping, isResolved, type Alert } from '../alert/alert.ts';
import { digestKey } from '../alert/group.ts';
import { isOwn } from '../alert/own.ts';
import type { Draft } from './draft.ts';
import type { Place } from './group.ts';
import type { Policy } from './policy.ts';

/**
 * The group that an alert goes to on a route: its own or, when more new groups of the route
 * come than `storm` allows, the route's digest. There it stays until it is over. What is critical, or
 * about the bot itself, is always told by itself. A group that is new, or would be, is noted.
 */
export function placeIn(
  draft: Draft,
  own: Place,
  alert: Alert,
  known: Alert | undefined,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Place {
  const { route } = own;
  if (policy.storm === undefined || isResolved(alert, now)) return own;
  const mayFold = alert.severity !== 'critical' && !isOwn(alert.labels);
  const digest = { key: digestKey(route.id), route, labels: {} };
  if (mayFold && isIn(draft, digest.key, known, now)) return digest;
  if (draft.group(own.key) !== undefined) return own;
  return noteOpening(draft, own, { ...policy.storm, now }) && mayFold ? digest : own;
}

function isIn(draft: Draft, key: string, known: Alert | undefined, now: number): boolean {
  if (known === undefined || !known.groups.includes(key)) return false;
  const fires = !isResolved(known, now) || isFlapping(known, now);
  return fires && draft.group(key) !== undefined;
}

/**
 * Notes that a group is new, or would be. A few too many or too few, where engines note at the same
 * time, do no harm: nothing of this is checked when it is committed.
 *
 * @returns whether there are too many
 */
function noteOpening(
  draft: Draft,
  { key: own, route }: Place,
  { groups, window, now }: NonNullable<Policy['storm']> & { readonly now: number },
): boolean {
  const others = [...draft.openings(route.id)].filter(([key]) => key !== own);
  const newestFirst = others.toSorted(([, a], [, b]) => b - a);
  const recent = newestFirst.filter(([, at]) => at > now - window).slice(0, groups);
  for (const [key] of newestFirst.slice(recent.length)) {
    draft.putOpening(route.id, key, undefined);
  }
  draft.putOpening(route.id, own, now);
  return recent.length >= groups;
}
