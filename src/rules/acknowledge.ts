import { unacknowledged } from './acknowledgement.ts';
import { timeText } from './deed.ts';
import type { Draft } from './draft.ts';
import type { AcknowledgeEvent, UnacknowledgeEvent } from './event.ts';
import { anyFires, shownAnew, worstOf } from './group.ts';
import { onlyHeard } from './heard.ts';
import type { Policy } from './policy.ts';
import { rescheduled } from './schedule.ts';
import { saidAt, withWord } from './word.ts';

/** Somebody takes a group on: it is repeated and escalated no more, until it gets worse or is over. */
export function acknowledge(
  draft: Draft,
  event: AcknowledgeEvent,
  policy: Policy,
  now: number,
): void {
  if (onlyHeard(draft, event, 'acknowledged', policy, now)) return;
  const group = draft.group(event.group);
  const members = draft.members(event.group);
  if (group === undefined || !anyFires(members, now)) {
    draft.because({ decision: 'ignored', reason: 'nothing fires', group: event.group });
    return;
  }
  const { by, actor = by, until, traceId, through } = event;
  const acknowledged = {
    by,
    at: now,
    severity: worstOf(members, now),
    ...(until !== undefined && { until }),
  };
  const handed = { ...group, acknowledged, handed: { by, at: saidAt(event, now) } };
  const said = withWord(handed, through, 'acknowledged');
  const taken = shownAnew(said, draft, policy, { traceId, now });
  draft.putGroup(rescheduled(taken, draft, policy, now));
  draft.because({ decision: 'acknowledged', reason: `by ${by}`, group: group.key });
  const details = until === undefined ? {} : { until: timeText(until) };
  draft.did({ actor, action: 'acknowledged', object: group.key, details, traceId });
}

/** Somebody gives a group back: repeats and escalation go on, the latter from its first step. */
export function unacknowledge(
  draft: Draft,
  event: UnacknowledgeEvent,
  policy: Policy,
  now: number,
): void {
  if (onlyHeard(draft, event, 'open', policy, now)) return;
  const group = draft.group(event.group);
  if (group?.acknowledged === undefined) {
    draft.because({ decision: 'ignored', reason: 'not acknowledged', group: event.group });
    return;
  }
  const { traceId, by, actor = by, through } = event;
  const handed = { ...unacknowledged(group, now), handed: { by, at: saidAt(event, now) } };
  const open = shownAnew(withWord(handed, through, 'open'), draft, policy, { traceId, now });
  draft.putGroup(rescheduled(open, draft, policy, now));
  draft.because({ decision: 'unacknowledged', reason: `by ${by}`, group: group.key });
  draft.did({ actor, action: 'unacknowledged', object: group.key, traceId });
}
