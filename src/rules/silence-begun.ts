import { isResolved } from '../alert/alert.ts';
import { silenceState } from '../alert/silence.ts';
import { timeText } from './deed.ts';
import type { Draft } from './draft.ts';
import type { SilenceBegunEvent } from './event.ts';
import { happened } from './happened.ts';
import { memberLabels } from './member-labels.ts';
import { muteByLabels, waitForMutes } from './mutes.ts';
import type { Policy } from './policy.ts';
import { rescheduled } from './schedule.ts';

/**
 * Shows in a group that some of its alerts are silenced from now on. Its flushes would find out by
 * themselves; people who look at its message should see it at once, and who did it.
 */
export function silenceBegun(
  draft: Draft,
  { group: key, silence: id, traceId }: SilenceBegunEvent,
  policy: Policy,
  now: number,
): void {
  const group = draft.group(key);
  const silence = draft.silences.all.get(id);
  if (group === undefined || silence === undefined) return;
  if (silenceState(silence, now) !== 'active') return;
  let count = 0;
  for (const [fingerprint, member] of draft.members(key)) {
    if (member.muted !== undefined || isResolved(member, now)) continue;
    const muted = muteByLabels(draft, memberLabels(group, member), policy, now);
    if (muted?.id !== id) continue;
    draft.putMember(key, fingerprint, { ...member, muted });
    count += 1;
  }
  if (count === 0) {
    draft.because({ decision: 'ignored', reason: `${id} mutes nothing of it`, group: key });
    return;
  }
  const { createdBy: by, endsAt: until, comment } = silence;
  const why = comment === '' ? {} : { why: comment };
  const shown = happened(group, { what: 'silenced', by, until, ...why }, draft, policy, {
    traceId,
    now,
  });
  draft.putGroup(rescheduled(shown, draft, policy, now));
  waitForMutes(draft, key);
  const reason = `by ${by} until ${timeText(until)}`;
  draft.because({
    decision: 'silenced',
    reason,
    group: key,
    ...(comment !== '' && { note: comment }),
  });
}
