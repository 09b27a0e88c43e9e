import type { Draft } from './draft.ts';
import type { NoteEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { happened } from './happened.ts';
import type { Policy } from './policy.ts';

/** The only service in which people write notes that come here. */
const SERVICE = 'PagerDuty';

/** Somebody writes something down about a group: it stands in its threads, and in the audit trail. */
export function note(draft: Draft, event: NoteEvent, policy: Policy, now: number): void {
  const { by, actor, text, link, traceId, through } = event;
  const group = draft.group(event.group);
  const delivery = through && group?.deliveries[through.integration];
  if (group === undefined || delivery?.episode !== through?.episode) {
    draft.because({ decision: 'ignored', reason: 'of another incident', group: event.group });
    return;
  }
  const what = {
    what: 'noted',
    by,
    why: text,
    ...(link !== undefined && { link }),
    ...(through !== undefined && { place: SERVICE }),
  } as const;
  draft.putGroup(happened(group, what, draft, policy, { traceId, now }));
  draft.because({ decision: 'noted', reason: `by ${by}`, group: group.key, note: text });
  draft.did(groupDeed(draft, group, { by, actor, action: 'noted', details: { text }, traceId }));
}
