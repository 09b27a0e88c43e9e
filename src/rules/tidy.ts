import { isResolved } from '../alert/alert.ts';
import { isOutstanding, type Group, type Member } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import { earliest } from './earliest.ts';
import { listenerOf } from './integrations.ts';
import type { Policy } from './policy.ts';

/** How long an emptied group keeps its rhythm (milliseconds), as Alertmanager's does. */
const EMPTY_GRACE = 30_000;

const NOTHING: ReadonlySet<string> = new Set();

/** So many alerts are looked at in one step. */
const AT_ONCE = 200;

/**
 * Forgets the alerts that are over and of which everybody who was told has been told so, and the
 * group when none is left. Nothing is forgotten while something is still to be delivered.
 */
export function tidy(draft: Draft, key: string, policy: Policy, now: number): void {
  const group = draft.group(key);
  if (group === undefined || Object.values(group.deliveries).some(isOutstanding)) return;
  const members = draft.members(key);
  const over = [...members].filter(([, member]) => isOver(group, member, now));
  const owed = over.length > 0 ? owedIn(draft, group, policy) : NOTHING;
  const inhibitors: string[] = [];
  let left = members.size;
  for (const [fingerprint, member] of over) {
    if (owed.has(fingerprint)) continue;
    draft.putMember(key, fingerprint, undefined);
    if (member.inhibits) inhibitors.push(fingerprint);
    left -= 1;
  }
  for (let from = 0; from < inhibitors.length; from += AT_ONCE) {
    const fingerprints = inhibitors.slice(from, from + AT_ONCE);
    draft.follow({ type: 'inhibitors-over', traceId: '', fingerprints });
  }
  if (left === 0) forget(draft, group, policy, now);
}

/** An end by itself is looked at by a flush before it is forgotten. */
function isOver({ unflushed }: Group, member: Member, now: number): boolean {
  const isSeen = member.ended ?? member.silent ?? false;
  return isResolved(member, now) && isSeen && unflushed === undefined;
}

/** The alerts of whose end somebody is still to be told. */
function owedIn(draft: Draft, group: Group, policy: Policy): ReadonlySet<string> {
  const told = draft.told(group.key);
  return new Set(
    Object.keys(group.deliveries)
      .filter((id) => listenerOf(group, id, policy)?.integration.sendResolved ?? false)
      .flatMap((id) => told.get(id)?.firing ?? []),
  );
}

/**
 * By default an emptied group is gone at once, so that what fires again is told after `group_wait`.
 * With `prompt_refire: false` it stays for a while and a re-fire joins its rhythm.
 */
function forget(draft: Draft, group: Group, policy: Policy, now: number): void {
  const staysEmpty = policy.routesById.get(group.routeId)?.promptRefire === false;
  const graceIsOver = group.emptySince !== undefined && group.emptySince + EMPTY_GRACE <= now;
  if (!staysEmpty || graceIsOver) {
    draft.dropGroup(group.key);
    return;
  }
  const emptySince = group.emptySince ?? now;
  const flushAt = earliest(group.flushAt, emptySince + EMPTY_GRACE) ?? now;
  draft.putGroup({ ...group, emptySince, flushAt });
}
