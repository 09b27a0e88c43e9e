import type { Delivery, Group } from '../alert/group.ts';
import { stepTo } from './between-ticks.ts';
import type { Draft } from './draft.ts';
import { withDue } from './due.ts';
import { stepAhead } from './escalate.ts';
import type { EscalateEvent } from './event.ts';
import { shownAnew, worstOf } from './group.ts';
import { listenersOf } from './integrations.ts';
import type { EscalationStep, Policy } from './policy.ts';
import { rescheduled, standingOf, UNTOLD } from './schedule.ts';

/**
 * Somebody takes the next step of a group's escalation now: whom it calls is told at once. It undoes
 * nothing: who has the group on keeps it, and the steps after that come when they would have.
 */
export function escalateNow(draft: Draft, event: EscalateEvent, policy: Policy, now: number): void {
  const { by, traceId } = event;
  const known = draft.group(event.group);
  const { firing, mutedFiring } = standingOf(draft.members(event.group), now);
  const ahead = known && stepAhead(known, policy);
  if (known === undefined || ahead === undefined || firing.size === 0) {
    const reason = mutedFiring.size > 0 ? 'what fires is muted' : 'nothing fires';
    draft.because({ decision: 'ignored', reason, group: event.group });
    return;
  }
  if ('why' in ahead) {
    draft.because({ decision: 'ignored', reason: ahead.why, group: known.key });
    return;
  }
  const { since = now, step = 0 } = known.escalation ?? {};
  const climbed = { ...known, escalation: { since, step: step + 1 } };
  const shown = shownAnew(climbed, draft, policy, { traceId, now });
  const called = { ...shown, deliveries: calling(shown, ahead.step, policy, { by, now }) };
  for (const integration of Object.keys(called.deliveries)) {
    const severity = worstOf(draft.members(known.key), now);
    draft.addEffect({ kind: 'deliver', group: known.key, integration, severity, traceId });
  }
  draft.putGroup(rescheduled(called, draft, policy, now));
  const to = ahead.step.receiver;
  draft.because({ decision: 'escalated', reason: `to ${to}, by ${by}`, group: known.key });
  const details = { to };
  draft.did({ actor: event.actor ?? by, action: 'escalated', object: known.key, details, traceId });
}

/** The deliveries of a group with those due that a step calls. */
function calling(
  group: Group,
  step: EscalationStep,
  policy: Policy,
  { by, now }: { readonly by: string; readonly now: number },
): Group['deliveries'] {
  const called = listenersOf(group, policy)
    .filter((listener) => stepTo(listener, [step], policy) !== undefined)
    .map(({ integration: { id } }): readonly [string, Delivery] => {
      const { mention } = step;
      const due = { at: now, cameUpAt: now, reason: 'escalated', mention, by } as const;
      return [id, withDue(group.deliveries[id] ?? UNTOLD, group, due)];
    });
  return { ...group.deliveries, ...Object.fromEntries(called) };
}
