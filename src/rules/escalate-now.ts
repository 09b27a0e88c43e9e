import type { Draft } from './draft.ts';
import { callsAhead } from './calls-ahead.ts';
import type { EscalateEvent } from './event.ts';
import { groupDeed } from './group-deed.ts';
import { happened } from './happened.ts';
import type { Policy } from './policy.ts';
import { standingOf } from './schedule.ts';

/**
 * Somebody takes the next step of a group's escalation now: whom it calls is told at the flush that
 * follows at once, as only that knows what is muted. It undoes nothing: who has the group on keeps it,
 * and the steps after that come when they would have.
 */
export function escalateNow(draft: Draft, event: EscalateEvent, policy: Policy, now: number): void {
  const { by, actor, traceId } = event;
  const known = draft.group(event.group);
  const { firing, mutedFiring } = standingOf(draft.members(event.group), now);
  if (known === undefined || firing.size === 0) {
    const reason = mutedFiring.size > 0 ? 'what fires is muted' : 'nothing fires';
    draft.because({ decision: 'ignored', reason, group: event.group });
    return;
  }
  const ahead = callsAhead(known, policy);
  if ('why' in ahead) {
    draft.because({ decision: 'ignored', reason: ahead.why, group: known.key });
    return;
  }
  const { since = now, step = 0 } = known.escalation ?? {};
  if (step > (event.taken ?? step)) {
    draft.because({ decision: 'ignored', reason: 'it was escalated already', group: known.key });
    return;
  }
  const { step: next, pagers } = ahead;
  const climbed =
    next === undefined
      ? { ...known, called: { by, isStepless: true } as const }
      : { ...known, escalation: { since, step: step + 1 }, called: { by } };
  const place = 'PagerDuty';
  const called = [...(next === undefined ? [] : [next.receiver]), ...(pagers ? [place] : [])];
  const to = called.join(', ');
  const whom = next === undefined ? { to: [], place } : { to: called };
  const what = { what: 'escalated', by, ...whom } as const;
  const shown = happened(climbed, what, draft, policy, { traceId, now });
  draft.putGroup({ ...shown, flushAt: Math.min(shown.flushAt ?? now, now) });
  draft.because({ decision: 'escalated', reason: `to ${to}, by ${by}`, group: known.key });
  const details = { to };
  draft.did(groupDeed(draft, known, { by, actor, action: 'escalated', details, traceId }));
}
