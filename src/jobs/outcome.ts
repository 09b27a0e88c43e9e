import type { Delivery } from '../alert/group.ts';
import type { Settled } from '../delivery/adapter.ts';
import { saidBy, type DeliveryView } from '../delivery/view.ts';
import type { OutcomeEvent } from '../engine/event.ts';
import type { Target } from '../engine/ports/delivery-store.ts';

/** What became of a delivery that is not tried again. */
export function outcomeOf(
  { group, integration }: Target,
  view: DeliveryView,
  result: Settled,
): OutcomeEvent {
  return {
    type: 'outcome',
    traceId: view.traceId,
    group,
    integration,
    result: result.outcome === 'delivered' ? 'delivered' : 'rejected',
    ...(result.outcome === 'reject' && { why: result.diagnosis?.problem ?? result.why }),
    ...((result.outcome === 'delivered' && result.said) || saidBy(view)),
    ...(result.outcome === 'delivered' && handedBack(result)),
  };
}

function handedBack({
  handle,
  incident,
  called,
  unasked,
}: Extract<Settled, { outcome: 'delivered' }>): Partial<OutcomeEvent> {
  return {
    ...(handle !== undefined && { handle }),
    ...(incident !== undefined && { incident }),
    ...(called !== undefined && { called }),
    ...(unasked && { unasked }),
  };
}

/** The effect came too late, or twice: its outcome tells nobody anything and takes it from the outbox. */
export function nothingToDo(
  { group, integration }: Target,
  delivery: Delivery | undefined,
): OutcomeEvent {
  return {
    type: 'outcome',
    traceId: '',
    group,
    integration,
    result: 'delivered',
    revision: delivery?.shown ?? 0,
    firing: [],
    resolved: [],
  };
}

/** Its receiver was changed before it was told anything, or all is over: what was due is due no more. */
export function notForThem(target: Target, delivery: Delivery): OutcomeEvent {
  return {
    ...nothingToDo(target, delivery),
    result: 'rejected',
    revision: delivery.wanted,
    ...(delivery.due !== undefined && { dueAt: delivery.due.at }),
  };
}
