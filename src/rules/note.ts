import type { Draft } from './draft.ts';
import type { NoteEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { happened } from './happened.ts';
import type { Policy } from './policy.ts';

/** Somebody writes something down about a group: it stands in its threads, and in the audit trail. */
export function note(draft: Draft, event: NoteEvent, policy: Policy, now: number): void {
  const { by, actor, text, traceId, through } = event;
  const group = draft.group(event.group);
  const delivery = through && group?.deliveries[through.integration];
  if (group === undefined || delivery?.episode !== through?.episode) {
    draft.because({ decision: 'ignored', reason: 'of another incident', group: event.group });
    return;
  }
  draft.putGroup(
    happened(group, { what: 'noted', by, why: text }, draft, policy, { traceId, now }),
  );
  draft.because({ decision: 'noted', reason: `by ${by}`, group: group.key, note: text });
  draft.did(groupDeed(draft, group, { by, actor, action: 'noted', details: { text }, traceId }));
}
