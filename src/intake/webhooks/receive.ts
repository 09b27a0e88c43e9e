import type { Signal } from '../../alert/signal.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import { decodeJsonBody } from '../body.ts';
import type { Reading, WebhookFormat } from '../formats/format.ts';
import type { Delivery, Receiver } from '../received.ts';
import { Refusal } from '../refusal.ts';
import { unknownSeverities } from '../unknown-severities.ts';

/** Which message this is, as far as its sender says. */
export interface Identity {
  /**
   * The same when the message is delivered again. In a namespace of its own, with a colon, so that it
   * can't pass for the id of an SNS message.
   */
  readonly messageId: string;
  /** When it was sent by the sender's clock, epoch milliseconds. */
  readonly sentAt?: number | undefined;
}

export interface WebhookDeps {
  readonly inbox: Inbox;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Signals that become durable in one step; a message of more is taken in several. */
const AT_ONCE = 1000;

/**
 * Takes what a webhook posts, of a sender who is known; 200 only after all its signals are durable.
 *
 * @param identify says which message it is.
 */
export function createWebhookReceiver(
  format: WebhookFormat,
  identify: (delivery: Delivery, format: WebhookFormat) => Identity,
  { inbox, now }: WebhookDeps,
): Receiver {
  return async (delivery) => {
    const reading = format.read(decodeJsonBody(delivery.body));
    if (!reading.ok) throw new Refusal(400, reading.why);
    const identity = identify(delivery, format);
    const { messageId } = identity;
    const signals = postedSignals(reading, identity, now());
    for (let from = 0; from < signals.length; from += AT_ONCE) {
      await inbox.accept({
        messageId: from === 0 ? messageId : `${messageId}/from-${from}`,
        event: {
          type: 'signals',
          traceId: delivery.traceId,
          signals: signals.slice(from, from + AT_ONCE),
        },
      });
    }
    const accepted = signals.length;
    const { leftOut } = reading;
    return {
      status: 200,
      reason: 'accepted',
      source: format.source,
      messageId,
      signals: accepted,
      unknownSeverities: unknownSeverities(signals),
      ...(leftOut !== undefined && { leftOut }),
      json: { accepted },
    };
  };
}

/** The signals of what was posted, in the order in which they count. */
export function postedSignals(
  reading: Extract<Reading, { ok: true }>,
  { messageId, sentAt }: Identity,
  receivedAt: number,
): readonly Signal[] {
  const signals = reading.signals({ messageId, receivedAt, sentAt: sentAt ?? receivedAt });
  return sentAt === undefined ? signals.map(inOrderOfArrival) : signals;
}

/** Nobody says when it was sent, so the order in which the store takes it counts. */
function inOrderOfArrival(signal: Signal): Signal {
  const { changedAt: _, ...rest } = signal;
  return rest;
}
