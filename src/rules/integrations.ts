import type { Group } from '../alert/group.ts';
import { receiversReached } from './escalate.ts';
import type { Integration, Policy } from './policy.ts';

/** Who hears of a group. */
export interface Listener {
  readonly integration: Integration;
  /** True for one that the group's receiver no longer has: it hears of what it was told, until that is over. */
  readonly isFormer: boolean;
}

/** Who may have to be told: the receiver's integrations, and any that were told before it changed. */
export function listenersOf(group: Group, policy: Policy): readonly Listener[] {
  const current = ofReceiver(group, policy);
  const former = Object.entries(group.deliveries)
    .filter(([id, { toldAt }]) => toldAt !== undefined && current.every((one) => one.id !== id))
    .map(([id]) => policy.integrationsById.get(id))
    .filter((integration) => integration !== undefined);
  return [
    ...current.map((integration) => ({ integration, isFormer: false })),
    ...former.map((integration) => ({ integration, isFormer: true })),
  ];
}

/**
 * An integration as it hears of a group: with the group's receiver's settings or, where that no longer
 * has it, those of another receiver with the same address; undefined when nobody has it.
 */
export function listenerOf(group: Group, id: string, policy: Policy): Listener | undefined {
  const current = ofReceiver(group, policy).find((one) => one.id === id);
  if (current !== undefined) return { integration: current, isFormer: false };
  const other = policy.integrationsById.get(id);
  return other && { integration: other, isFormer: true };
}

/**
 * The integrations of the receiver of a group's route, and of those it was escalated to; none where the
 * route is gone, and its alerts with it. One with the same address is there once.
 */
function ofReceiver(group: Group, policy: Policy): readonly Integration[] {
  const receiver = policy.routesById.get(group.routeId)?.receiver ?? '';
  const receivers = [receiver, ...receiversReached(group, policy)];
  const all = receivers.flatMap((name) => policy.integrationsByReceiver.get(name) ?? []);
  return all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index);
}
