import type { Delivery, Group } from '../alert/group.ts';
import type { Severity } from '../alert/severity.ts';
import type { Draft } from './draft.ts';
import { listenersOf, type Listener } from './integrations.ts';
import type { Policy } from './policy.ts';

const MINUTE = 60_000;

/** How long a service may not answer before the receiver's fallback is told instead, in milliseconds. */
const PATIENCE: Readonly<Record<Severity, number>> = {
  critical: 2 * MINUTE,
  error: 2 * MINUTE,
  warning: 10 * MINUTE,
  info: 10 * MINUTE,
};

/** When the fallback is told what is due to one that does not answer; undefined where that is not so. */
export function standInAt(
  group: Group,
  listener: Listener,
  severity: Severity,
  policy: Policy,
): number | undefined {
  const { failing, due } = group.deliveries[listener.integration.id] ?? {};
  if (failing === undefined || due === undefined) return undefined;
  return canBeReplaced(group, listener, policy) ? failing.since + PATIENCE[severity] : undefined;
}

/** A group in which fallbacks stand in for all that have not answered for too long by now. */
export function withStandIns(
  draft: Draft,
  group: Group,
  severity: Severity,
  policy: Policy,
  now: number,
): Group {
  return replacing(draft, group, policy, (listener) => {
    const at = standInAt(group, listener, severity, policy);
    return at !== undefined && at <= now;
  });
}

/** The same for one that was refused outright: asking again would not help. */
export function withStandInFor(draft: Draft, group: Group, id: string, policy: Policy): Group {
  return replacing(draft, group, policy, (listener) => {
    return listener.integration.id === id && canBeReplaced(group, listener, policy);
  });
}

function canBeReplaced(
  { deliveries }: Group,
  { integration: { id, receiver }, isFormer }: Listener,
  { fallbacks }: Policy,
): boolean {
  const failing = deliveries[id]?.failing;
  return !isFormer && failing !== undefined && !failing.replaced && fallbacks.has(receiver);
}

function replacing(
  draft: Draft,
  group: Group,
  policy: Policy,
  isTime: (listener: Listener) => boolean,
): Group {
  const deliveries: Record<string, Delivery> = { ...group.deliveries };
  for (const { integration } of listenersOf(group, policy).filter(isTime)) {
    const { id, receiver } = integration;
    const delivery = deliveries[id];
    if (delivery?.failing === undefined) continue;
    deliveries[id] = { ...delivery, failing: { ...delivery.failing, replaced: true } };
    const reason = `to ${policy.fallbacks.get(receiver) ?? ''}`;
    draft.because({ decision: 'fallback', reason, group: group.key, integration: id });
  }
  return { ...group, deliveries };
}

/** What the message of one that stands in says of it. */
export function insteadOf({ insteadOf: other }: Listener, group: Group): Pick<Delivery, 'instead'> {
  const failing = group.deliveries[other?.id ?? '']?.failing;
  if (other === undefined || failing === undefined) return {};
  const { since, why } = failing;
  return { instead: { integration: other.id, receiver: other.receiver, since, why } };
}
