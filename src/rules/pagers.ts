import type { Delivery, Group } from '../alert/group.ts';
import type { TakenStep } from './escalate.ts';
import type { Listener } from './integrations.ts';
import type { Policy } from './policy.ts';

/** Whether a service in which people act has the group: it was told, and nobody closed it there. */
function isHeld({ toldAt, word }: Delivery): boolean {
  return toldAt !== undefined && word?.incident !== 'resolved';
}

/** Of the services that hold a group: whether one can be had to call the next there, or one can't be. */
export function pagersOf(
  { deliveries }: Group,
  { integrationsById }: Policy,
): { readonly canCall: boolean; readonly canNot: boolean } {
  const held = Object.entries(deliveries).flatMap(([id, delivery]) => {
    const integration = integrationsById.get(id);
    return integration?.kind === 'pagerduty' && isHeld(delivery) ? [{ integration, delivery }] : [];
  });
  return {
    // One that is about to do so need not be asked again.
    canCall: held.some(({ integration, delivery: { due } }) => {
      return integration.callsNext === true && due?.reason !== 'escalated';
    }),
    canNot: held.some(({ integration }) => integration.callsNext !== true),
  };
}

/** Somebody had the next ones called: so has a service that holds the group to call the next there. */
export function callThrough(
  { integration }: Listener,
  { called, deliveries }: Group,
): TakenStep | undefined {
  const delivery = deliveries[integration.id];
  if (called === undefined || integration.callsNext !== true) return undefined;
  if (delivery === undefined || !isHeld(delivery)) return undefined;
  return { after: 0, receiver: integration.receiver, by: called.by };
}
