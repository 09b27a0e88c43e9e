import type { Group } from '../alert/group.ts';
import type { Integration, Policy } from './policy.ts';

/** Who hears of a group. */
export interface Listener extends Integration {
  /** True for one that the group's receiver no longer has: it is told the ends of what it was told. */
  readonly isFormer: boolean;
}

/** Who may have to be told: the receiver's integrations, and any that were told before it changed. */
export function listenersOf(group: Group, policy: Policy): readonly Listener[] {
  const current = ofReceiver(group, policy).map((one) => ({ ...one, isFormer: false }));
  const former = Object.entries(group.deliveries)
    .filter(([id, { toldAt }]) => toldAt !== undefined && current.every((one) => one.id !== id))
    .map(([id]) => policy.integrationsById.get(id))
    .filter((integration) => integration !== undefined)
    .map((integration) => ({ ...integration, isFormer: true }));
  return [...current, ...former];
}

/**
 * An integration as a group has it: with its receiver's settings or, where that no longer has it,
 * those of another receiver with the same address; undefined when nobody has it.
 */
export function integrationOf(group: Group, id: string, policy: Policy): Integration | undefined {
  return ofReceiver(group, policy).find((one) => one.id === id) ?? policy.integrationsById.get(id);
}

function ofReceiver(group: Group, policy: Policy): readonly Integration[] {
  return policy.integrationsByReceiver.get(receiverOf(group, policy) ?? '') ?? [];
}

/**
 * The receiver of a group's route. Where the route is gone, those who were told are told on; a group
 * of which nobody was told goes to the root's receiver, so that no alarm is lost with its route.
 */
function receiverOf(group: Group, policy: Policy): string | undefined {
  const route = policy.routesById.get(group.routeId);
  if (route !== undefined) return route.receiver;
  const isTold = Object.values(group.deliveries).some(({ toldAt }) => toldAt !== undefined);
  return isTold ? undefined : policy.route.receiver;
}
