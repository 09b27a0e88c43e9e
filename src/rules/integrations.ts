import type { Group } from '../alert/group.ts';
import { failingIn } from '../alert/own.ts';
import { receiversReached } from './escalate.ts';
import type { Integration, Policy } from './policy.ts';

/** Who hears of a group. */
export interface Listener {
  readonly integration: Integration;
  /** True for one that the group's receiver no longer has: it hears of what it was told, until that is over. */
  readonly isFormer: boolean;
  /** The one that does not answer, where this one is of the fallback of its receiver. */
  readonly insteadOf?: Integration;
}

/** Who may have to be told: the receiver's integrations, and any that were told before it changed. */
export function listenersOf(group: Group, policy: Policy): readonly Listener[] {
  const current = ofReceiver(group, policy);
  const former = Object.entries(group.deliveries)
    .filter(
      ([id, { toldAt }]) =>
        toldAt !== undefined && current.every((one) => one.integration.id !== id),
    )
    .map(([id]) => policy.integrationsById.get(id))
    .filter((integration) => integration !== undefined);
  return [...current, ...former.map((integration) => ({ integration, isFormer: true }))];
}

/**
 * An integration as it hears of a group: with the group's receiver's settings or, where that no longer
 * has it, those of another receiver with the same address; undefined when nobody has it.
 */
export function listenerOf(group: Group, id: string, policy: Policy): Listener | undefined {
  const current = ofReceiver(group, policy).find(({ integration }) => integration.id === id);
  if (current !== undefined) return current;
  const other = policy.integrationsById.get(id);
  return other && { integration: other, isFormer: true };
}

/**
 * The integrations of the receiver of a group's route, and of those it was escalated to; none where the
 * route is gone, and its alerts with it. One with the same address is there once. Fallbacks come last,
 * each after those for whom it stands in. That an integration fails is told there only where nobody else
 * can be told.
 */
function ofReceiver(group: Group, policy: Policy): readonly Listener[] {
  const about = failingIn(group.labels);
  const listeners = withFallbacks(group, policy, (one) => isReplaced(group, one));
  if (about === undefined) return listeners;
  const others = listeners.filter(({ integration }) => !isAbout(about, integration));
  if (others.length > 0) return others;
  const all = withFallbacks(group, policy, (one) => isAbout(about, one) || isReplaced(group, one));
  const spared = all.filter(({ integration }) => !isAbout(about, integration));
  return spared.length > 0 ? spared : listeners;
}

function isReplaced({ deliveries }: Group, { id }: Integration): boolean {
  return deliveries[id]?.failing?.replaced === true;
}

function isAbout(about: string, { id, kind }: Integration): boolean {
  return about === id || about === kind;
}

function withFallbacks(
  group: Group,
  policy: Policy,
  hasFallback: (integration: Integration) => boolean,
): readonly Listener[] {
  const receiver = policy.routesById.get(group.routeId)?.receiver ?? '';
  const reached = receiversReached(group, policy);
  if (reached.length === 0 && !policy.fallbacks.has(receiver)) return own(receiver, policy);
  const listeners = new Map<string, Listener>();
  for (const name of [receiver, ...reached]) add(listeners, name, policy);
  for (const { integration } of listeners.values()) {
    const fallback = policy.fallbacks.get(integration.receiver);
    if (fallback === undefined || !hasFallback(integration)) continue;
    add(listeners, fallback, policy, isReplaced(group, integration) ? integration : undefined);
  }
  return [...listeners.values()];
}

/** By a receiver's integrations: as listeners, each once. Most groups have no others, at every look. */
const owned = new WeakMap<readonly Integration[], readonly Listener[]>();

function own(receiver: string, policy: Policy): readonly Listener[] {
  const integrations = policy.integrationsByReceiver.get(receiver);
  if (integrations === undefined) return [];
  const known = owned.get(integrations);
  if (known !== undefined) return known;
  const listeners = new Map<string, Listener>();
  add(listeners, receiver, policy);
  const list = [...listeners.values()];
  owned.set(integrations, list);
  return list;
}

function add(
  listeners: Map<string, Listener>,
  receiver: string,
  { integrationsByReceiver }: Policy,
  insteadOf?: Integration,
): void {
  for (const integration of integrationsByReceiver.get(receiver) ?? []) {
    if (listeners.has(integration.id)) continue;
    const stands = insteadOf === undefined ? {} : { insteadOf };
    listeners.set(integration.id, { integration, isFormer: false, ...stands });
  }
}
