import { isResolved } from '../alert/alert.ts';
import type { Draft } from './draft.ts';
import type { ConfigChangedEvent } from './event.ts';
import { earliest } from './earliest.ts';
import { shownToFormer } from './former.ts';
import { nextTick } from './group.ts';
import { markInhibitor } from './inhibit.ts';
import { isPlaced, place } from './placement.ts';
import type { Policy } from './policy.ts';
import { nextFlush } from './schedule.ts';

/**
 * The config changed: a group's alerts that fire go where the routes want them now (nobody sends a
 * CloudWatch alarm again, so they can't wait for their next signal), and whoever has to be told of the
 * group by now is told at its next flush. So is what the old config muted and the new one does not.
 */
export function configChanged(
  draft: Draft,
  event: ConfigChangedEvent,
  policy: Policy,
  now: number,
): void {
  const origin = { traceId: event.traceId, receivedAt: now };
  for (const fingerprint of event.fingerprints) {
    const alert = draft.alert(fingerprint);
    if (alert === undefined || isResolved(alert, now)) continue;
    const context = { origin, now, policy };
    const marked = markInhibitor(draft, alert, alert, context);
    draft.putAlert(marked);
    const member = draft.members(event.group).get(fingerprint);
    if (member !== undefined && marked.inhibits !== undefined) {
      draft.putMember(event.group, fingerprint, { ...member, inhibits: true });
    }
    if (isPlaced(alert, policy)) continue;
    const groups = place(draft, marked, alert, { ...context, isNews: false });
    draft.putAlert({ ...marked, groups });
    draft.because({
      decision: 'joined',
      reason: 'the config changed',
      fingerprint,
      ...(groups[0] !== undefined && { group: groups[0] }),
    });
  }
  const known = draft.group(event.group);
  if (known === undefined) return;
  const group = shownToFormer(known, draft, policy, { traceId: event.traceId, now });
  const contents = { members: draft.members(group.key), told: draft.told(group.key) };
  // Only a flush looks at what mutes.
  const isAnyMuted = [...contents.members.values()].some(({ muted }) => muted !== undefined);
  const flushAt = earliest(
    group.flushAt,
    nextFlush(group, contents, policy, now),
    isAnyMuted ? nextTick(group, policy, now) : undefined,
  );
  if (flushAt !== known.flushAt || group !== known) {
    draft.putGroup({ ...group, ...(flushAt !== undefined && { flushAt }) });
  }
}
