import { unacknowledge } from './acknowledge.ts';
import type { Draft } from './draft.ts';
import type { AssignedEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { happened } from './happened.ts';
import { heard } from './heard.ts';
import type { Policy } from './policy.ts';
import { whyStale } from './word.ts';

/**
 * An incident went to others in its service. Where a person did that and they are called, nobody has the
 * group on any more; what a timer did undoes nobody's word. Those who look at the group see who has it to
 * do. What was said here since is newer: then it only counts how the service takes the group.
 */
export function assigned(draft: Draft, event: AssignedEvent, policy: Policy, now: number): void {
  const { traceId, how, to, place, incident, by, actor, through } = event;
  const before = draft.group(event.group);
  const isStale = before === undefined || whyStale(before, through) !== undefined;
  const isLate = through.at <= (before?.handed?.at ?? Number.NEGATIVE_INFINITY);
  const asked = { traceId, group: event.group, through };
  if (by !== undefined && incident === 'open') {
    const who = { by, ...(actor !== undefined && { actor }) };
    unacknowledge(draft, { type: 'unacknowledge', ...asked, ...who }, policy, now);
  } else heard(draft, { type: 'heard', ...asked, incident }, policy, now);

  const group = draft.group(event.group);
  const isTaken = group?.acknowledged !== undefined && incident === 'open';
  if (isStale || isLate || isTaken || group === undefined) return;
  const what = { what: how, to, place, ...(by !== undefined && { by }) } as const;
  draft.putGroup(happened(group, what, draft, policy, { traceId, now }));
  draft.because({ decision: how, reason: `to ${to.join(', ')}`, group: group.key });
  const details = { to: to.join(', '), place };
  draft.did(groupDeed(draft, group, { by: by ?? place, actor, action: how, details, traceId }));
}
