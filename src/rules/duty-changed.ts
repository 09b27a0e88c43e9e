import type { Group } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import { withDue } from './due.ts';
import type { DutyChangedEvent } from './event.ts';
import { worstOf } from './group.ts';
import { listenerOf } from './integrations.ts';
import type { Policy } from './policy.ts';
import { standingOf } from './schedule.ts';

/**
 * Somebody else is on call than who was told of a group: they are told of it, too, unless somebody has it
 * on. Whoever is on call when the notification is delivered is the one who gets it.
 */
export function dutyChanged(
  draft: Draft,
  event: DutyChangedEvent,
  policy: Policy,
  now: number,
): void {
  const { integration, traceId } = event;
  const group = draft.group(event.group);
  const delivery = group?.deliveries[integration];
  const why = group === undefined ? 'nothing fires' : whyNot(group, draft, event, policy, now);
  if (group === undefined || delivery === undefined || why !== undefined) {
    const reason = why ?? 'it was not told';
    draft.because({ decision: 'ignored', reason, group: event.group, integration });
    return;
  }
  const reason = 'handed over';
  const due = { at: now, cameUpAt: now, reason, step: undefined } as const;
  const deliveries = { ...group.deliveries, [integration]: withDue(delivery, group, due) };
  draft.putGroup({ ...group, deliveries });
  draft.because({ decision: 'notify', reason, group: group.key, integration });
  const severity = worstOf(draft.members(group.key), now);
  draft.addEffect({ kind: 'deliver', group: group.key, integration, severity, traceId });
}

/** Why nobody else is to be told; undefined where somebody is. */
function whyNot(
  group: Group,
  draft: Draft,
  { integration }: DutyChangedEvent,
  policy: Policy,
  now: number,
): string | undefined {
  const { toldAt, due } = group.deliveries[integration] ?? {};
  if (group.acknowledged !== undefined) return 'somebody has it on';
  if (toldAt === undefined) return 'it was not told';
  if (due !== undefined) return 'it is being told';
  if (listenerOf(group, integration, policy)?.isFormer !== false) return 'its receiver changed';
  const { firing } = standingOf(draft.members(group.key), now);
  return firing.size === 0 ? 'nothing fires that is not muted' : undefined;
}
