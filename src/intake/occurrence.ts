import type { Signal } from '../alert/signal.ts';
import type { MessageContext } from './formats/format.ts';

/** An occurrence is told once and ends by itself, silently. */
const LASTS = 3_600_000;

type Told = Pick<
  Signal,
  | 'source'
  | 'fingerprint'
  | 'labels'
  | 'annotations'
  | 'links'
  | 'defaultSeverity'
  | 'unknownSeverity'
> & { readonly severity?: Signal['severity'] | undefined };

/**
 * The signal of something that happened and is not going to be resolved by whoever told it.
 *
 * @param at when it happened, epoch milliseconds. Its hour runs from when the news came if that was
 *   later: news that spent two hours in a queue must not be over before anybody was told.
 */
export function occurrenceSignal(told: Told, at: number, context: MessageContext): Signal {
  const { severity, ...rest } = told;
  return {
    ...rest,
    id: context.messageId,
    nature: 'occurrence',
    status: 'firing',
    ...(severity === undefined ? {} : { severity }),
    startsAt: at,
    endsAt: Math.max(at, context.receivedAt) + LASTS,
    changedAt: at,
    resends: false,
  };
}
