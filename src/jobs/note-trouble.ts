import { isOwn } from '../alert/own.ts';
import type { Settled } from '../delivery/adapter.ts';
import type { DeliveryView } from '../delivery/view.ts';
import type { Failure, Troubles } from '../engine/ports/troubles.ts';

/** Where it is noted which integrations fail. */
export type Noting = Pick<Troubles, 'fails' | 'works'>;

/** Whether an integration works is what comes of calls that are made. */
export async function noteSettled(
  view: DeliveryView,
  result: Settled,
  now: number,
  troubles: Noting,
): Promise<void> {
  if (result.outcome === 'delivered' && result.diagnosis === undefined) {
    const took = isPost(view, result) ? 'post' : 'edit';
    if (!result.unasked) await troubles.works(view.integration, took);
    return;
  }
  const { diagnosis } = result;
  const why = result.outcome === 'reject' ? result.why : (diagnosis?.problem ?? '');
  // An edit that is refused may be about that one message.
  if (view.due === undefined && diagnosis === undefined) return;
  await noteFailed(view, { at: now, why, ...(diagnosis && { diagnosis }) }, troubles);
}

/** Whether there is another message than before: the address took one. */
function isPost({ handle: before }: DeliveryView, result: Settled): boolean {
  const after = result.outcome === 'delivered' ? result.handle : undefined;
  return before === undefined || (after !== undefined && after['ts'] !== before['ts']);
}

/**
 * Notes a failure; what the bot has to say of its own troubles is no trouble of its own, lest it have no
 * end.
 *
 * @returns since when nothing got through, epoch milliseconds
 */
export async function noteFailed(
  { integration, labels, severity }: DeliveryView,
  failure: Omit<Failure, 'severity'>,
  troubles: Noting,
): Promise<number> {
  if (isOwn(labels)) return failure.at;
  return (await troubles.fails(integration, { ...failure, severity })).since;
}
