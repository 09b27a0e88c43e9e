import type { Draft } from './draft.ts';
import type { FailingEvent } from './event.ts';
import type { Policy } from './policy.ts';
import { rescheduled } from './schedule.ts';

/** A service does not take what it is to be told: noted, and looked at when that has lasted too long. */
export function failing(draft: Draft, event: FailingEvent, policy: Policy, now: number): void {
  const { integration, since, why } = event;
  const group = draft.group(event.group);
  const delivery = group?.deliveries[integration];
  if (group === undefined || delivery === undefined) return;
  const before = delivery.failing;
  const noted = { ...before, since: Math.min(before?.since ?? since, since), why };
  const deliveries = { ...group.deliveries, [integration]: { ...delivery, failing: noted } };
  draft.putGroup(rescheduled({ ...group, deliveries }, draft, policy, now));
  draft.because({ decision: 'failing', reason: why, group: group.key, integration });
}
