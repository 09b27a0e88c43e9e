import type { Acknowledgement, Group } from '../alert/group.ts';
import { unacknowledged } from './acknowledgement.ts';
import { timeText } from './deed.ts';
import type { Draft } from './draft.ts';
import type { AcknowledgeEvent, UnacknowledgeEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { anyFires, worstOf } from './group.ts';
import { happened } from './happened.ts';
import { heard, onlyHeard } from './heard.ts';
import type { Policy } from './policy.ts';
import { rescheduled } from './schedule.ts';
import { saidAt, withWord } from './word.ts';

/**
 * Somebody takes a group on: it is repeated and escalated no more, until it gets worse or is over. Of two
 * who want it the first has it, unless the second takes it over.
 */
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
  const { by, actor = by, until, traceId, takeOver = false, through } = event;
  const end = until === undefined ? {} : { until };
  const owner = ownerOf(group, now);
  const isOthers = owner !== undefined && (owner.actor ?? owner.by) !== actor;
  if (owner !== undefined && (isOthers ? !takeOver : owner.until === until)) {
    const reason = isOthers ? `${owner.by} has it on` : `${by} has it on already`;
    draft.because({ decision: 'ignored', reason, group: group.key });
    if (through !== undefined) {
      const said = { type: 'heard', traceId, group: group.key, incident: 'acknowledged' } as const;
      heard(draft, { ...said, through }, policy, now);
    }
    return;
  }
  const acknowledged = {
    by,
    ...(event.actor !== undefined && { actor: event.actor }),
    at: now,
    severity: worstOf(members, now),
    ...end,
  };
  const what = { what: 'acknowledged', by, ...end } as const;
  const handed = { ...group, acknowledged, handed: { by, at: saidAt(event, now) } };
  const said = withWord(handed, through, 'acknowledged');
  const taken = happened(said, what, draft, policy, { traceId, now });
  draft.putGroup(rescheduled(taken, draft, policy, now));
  draft.because({ decision: 'acknowledged', reason: `by ${by}`, group: group.key });
  const details = {
    ...(until !== undefined && { until: timeText(until) }),
    ...(isOthers && { from: owner.by }),
  };
  draft.did(groupDeed(draft, group, { by, actor, action: 'acknowledged', details, traceId }));
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
  const { traceId, by, actor, through } = event;
  const what = { what: 'unacknowledged', by } as const;
  const handed = { ...unacknowledged(group, now), handed: { by, at: saidAt(event, now) } };
  const said = withWord(handed, through, 'open');
  const open = happened(said, what, draft, policy, { traceId, now });
  draft.putGroup(rescheduled(open, draft, policy, now));
  draft.because({ decision: 'unacknowledged', reason: `by ${by}`, group: group.key });
  draft.did(groupDeed(draft, group, { by, actor, action: 'unacknowledged', traceId }));
}

/** Who has a group on; nobody any more once the time is up that they took it for. */
function ownerOf({ acknowledged }: Group, now: number): Acknowledgement | undefined {
  return now < (acknowledged?.until ?? Number.POSITIVE_INFINITY) ? acknowledged : undefined;
}
