import type { Draft } from './draft.ts';
import type { MuteEndedEvent, WakeEvent } from './event.ts';
import { earliest } from './earliest.ts';
import { nextTick } from './group.ts';
import type { Policy } from './policy.ts';

/** Wakes the groups that wait for a mute's end, so many in one step. */
export function muteEnded(draft: Draft, { mute, traceId }: MuteEndedEvent): void {
  const groups = draft.waiting(mute);
  for (const group of groups) {
    draft.putWaiting(mute, group, undefined);
    draft.follow({ type: 'wake', traceId, group });
  }
  // There may be more of them than were loaded.
  if (groups.length > 0) draft.follow({ type: 'mute-ended', traceId, mute });
}

/**
 * Has a group look at its next flush whether there is something to tell now. A flush that is due may
 * be under way with what muted the group before: the group is written, so that it has to look again.
 */
export function wake(draft: Draft, event: WakeEvent, policy: Policy, now: number): void {
  const group = draft.group(event.group);
  if (group?.anchor === undefined) return;
  const flushAt = earliest(group.flushAt, nextTick(group, policy, now));
  if (flushAt === undefined) return;
  draft.putGroup({ ...group, flushAt, woken: true });
  draft.because({ decision: 'woken', reason: 'a mute ended', group: group.key });
}
