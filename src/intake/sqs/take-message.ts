import { StoreUnavailable, type Inbox } from '../../engine/ports/inbox.ts';
import { readMessage } from '../read-message.ts';
import { unknownSeverities } from '../unknown-severities.ts';
import type { QueueMessage } from './queue.ts';

/** What became of a message that SQS handed out. */
export type Outcome = 'accepted' | 'accepted before' | 'dead letter';

/** A message that may be deleted now, for the log and the counters. */
export interface Taken {
  readonly outcome: Outcome;
  readonly fields: Readonly<Record<string, unknown>> & { readonly trace_id?: string };
  /** Words in it for a severity that are none. */
  readonly unknownSeverities?: readonly string[] | undefined;
}

export interface TakeDeps {
  readonly inbox: Inbox;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const UNCONFIRMED =
  'a topic’s subscription waits to be confirmed: open the SubscribeURL in this message';

/**
 * Makes one message durable: as an event or, when it never will be one, as a dead letter.
 *
 * @throws StoreUnavailable when it has to be tried again.
 */
export async function takeMessage(message: QueueMessage, deps: TakeDeps): Promise<Taken> {
  try {
    return await accept(message, deps);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return bury(message, `it can not be taken: ${String(error)}`, deps);
  }
}

async function accept(message: QueueMessage, deps: TakeDeps): Promise<Taken> {
  const { body, sentAt } = message;
  const receivedAt = deps.now();
  const { event, messageId, source, envelope } = readMessage(body, {
    messageId: ownId(message),
    receivedAt,
    sentAt: sentAt ?? receivedAt,
  });
  // Of a topic in another account: only the queue's owner can confirm it.
  if (envelope === 'SubscriptionConfirmation') return bury(message, UNCONFIRMED, deps);
  const { isNew } = await deps.inbox.accept({ messageId, event });
  const { traceId, topic, signals } = event;
  const fields = { trace_id: traceId, messageId, topic, source, signals: signals.length };
  const outcome = isNew ? 'accepted' : 'accepted before';
  return { outcome, fields, unknownSeverities: unknownSeverities(signals) };
}

async function bury(message: QueueMessage, why: string, { inbox }: TakeDeps): Promise<Taken> {
  const messageId = ownId(message);
  await inbox.deadLetter({ messageId, reason: why, body: message.body });
  return { outcome: 'dead letter', fields: { messageId, why } };
}

/** In a namespace of its own: SNS's id, which has no colon, is the same by every way it comes. */
function ownId({ id }: QueueMessage): string {
  return `sqs:${id}`;
}
