import { isResolved } from '../alert/alert.ts';
import type { Group, Member } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import type { ConfigChangedEvent } from './event.ts';
import { earliest } from './earliest.ts';
import { paceOf } from './group.ts';
import { markInhibitor } from './inhibit.ts';
import { isPlaced, place } from './placement.ts';
import type { Policy } from './policy.ts';
import { tickAfter } from './rhythm.ts';
import { nextFlush } from './schedule.ts';

/**
 * The config changed: a group's alerts that fire go where the routes want them now (nobody sends a
 * CloudWatch alarm again, so they can't wait for their next signal), and whoever has to be told of the
 * group by now, also because nothing mutes it any more, is told at its next flush.
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
  const group = draft.group(event.group);
  if (group === undefined) return;
  const contents = { members: draft.members(group.key), told: draft.told(group.key) };
  const flushAt = earliest(
    group.flushAt,
    nextFlush(group, contents, policy, now),
    nextLook(group, contents.members, policy, now),
  );
  if (flushAt !== undefined && flushAt !== group.flushAt) draft.putGroup({ ...group, flushAt });
}

/** When a group looks again at what mutes its alerts: that may be over with the config that said so. */
function nextLook(
  group: Group,
  members: ReadonlyMap<string, Member>,
  policy: Policy,
  now: number,
): number | undefined {
  if (group.anchor === undefined) return undefined;
  if (members.values().every(({ muted }) => muted === undefined)) return undefined;
  return tickAfter({ anchor: group.anchor, interval: paceOf(group, policy).groupInterval }, now);
}
