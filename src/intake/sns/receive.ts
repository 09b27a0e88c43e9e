import type { Source } from '../../alert/signal.ts';
import type { Arrival } from '../../engine/event.ts';
import { StoreUnavailable, type Inbox } from '../../engine/ports/inbox.ts';
import { decodeJsonBody } from '../body.ts';
import type { MessageContext } from '../formats/format.ts';
import { parseBody, type ParsedMessage } from '../parse.ts';
import { Refusal } from '../refusal.ts';
import { parseTime } from '../time.ts';
import { newTraceId } from '../trace-id.ts';
import type { CertificateStore } from './certificates.ts';
import type { Confirm } from './confirm.ts';
import { readEnvelope, type Envelope } from './envelope.ts';
import { isKnownSignatureVersion, isSigned } from './signature.ts';
import { subscriptionRemoved } from './subscription-removed.ts';

/** What the sender is told, and what is worth logging about it. */
export interface Received {
  /** HTTP status. */
  readonly status: number;
  /** One line; no quotes from the message, no stack. */
  readonly reason: string;
  readonly messageId?: string;
  readonly topic?: string;
  readonly source?: Source;
  /** How many signals became durable. */
  readonly signals?: number;
}

/** Takes one SNS message as posted. Rejects only on a defect, never on what was sent. */
export type SnsReceiver = (body: Uint8Array, traceId?: string) => Promise<Received>;

export interface SnsReceiverDeps {
  readonly inbox: Inbox;
  readonly certificates: CertificateStore;
  readonly confirm: Confirm;
  /** ARNs of the topics the config names. */
  readonly topics: ReadonlySet<string>;
  /** Older messages are refused and kept in the dead-letter list, milliseconds. */
  readonly maxAgeMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** SNS over HTTP: verify, then parse, then make durable; 200 only after that. */
export function createSnsReceiver(deps: SnsReceiverDeps): SnsReceiver {
  return async (body, traceId = newTraceId()) => {
    let envelope: Envelope | undefined;
    try {
      envelope = open(body);
      await verify(envelope, deps);
      await refuseOld(envelope, deps);
      return { ...about(envelope), ...(await take(envelope, traceId, deps)) };
    } catch (error) {
      const { status, message } = refusalFrom(error);
      return { status, reason: message, ...(envelope === undefined ? {} : about(envelope)) };
    }
  };
}

function open(body: Uint8Array): Envelope {
  const read = readEnvelope(decodeJsonBody(body));
  if (!read.ok) throw new Refusal(400, read.why);
  return read.envelope;
}

async function verify(envelope: Envelope, deps: SnsReceiverDeps): Promise<void> {
  if (!deps.topics.has(envelope.TopicArn)) {
    throw new Refusal(403, 'the topic is not one of intake.sns.topics');
  }
  if (!isKnownSignatureVersion(envelope.SignatureVersion)) {
    throw new Refusal(403, 'the signature version is neither 1 nor 2');
  }
  const certificate = await deps.certificates.keyFor(envelope.SigningCertURL, envelope.TopicArn);
  if (!certificate.ok) throw refusal(certificate);
  if (!isSigned(envelope, certificate.key)) {
    throw new Refusal(403, 'the signature does not match');
  }
}

/** A genuine message that is too old is refused, for it could be a replay, but never lost. */
async function refuseOld(
  envelope: Envelope,
  { inbox, maxAgeMs, now }: SnsReceiverDeps,
): Promise<void> {
  const age = now() - sentAt(envelope);
  if (age <= maxAgeMs) return;
  const minutes = (ms: number) => `${Math.floor(ms / 60_000)} min`;
  const reason = `the message is ${minutes(age)} old, over ${minutes(maxAgeMs)}`;
  if (envelope.Type !== 'SubscriptionConfirmation') {
    const letter = { messageId: envelope.MessageId, reason, body: JSON.stringify(envelope) };
    await inbox.deadLetter(letter);
  }
  throw new Refusal(403, reason);
}

async function take(
  envelope: Envelope,
  traceId: string,
  { inbox, confirm, now }: SnsReceiverDeps,
): Promise<Received> {
  if (envelope.Type === 'SubscriptionConfirmation') {
    const answer = await confirm(envelope);
    if (!answer.ok) throw refusal(answer);
    return { status: 200, reason: 'subscription confirmed' };
  }
  const { source, signals } = signalsOf(envelope, now());
  const event: Arrival = { type: 'signals', traceId, topic: envelope.TopicArn, signals };
  const isNew = await inbox.accept({ messageId: envelope.MessageId, event });
  const reason = isNew ? 'accepted' : 'accepted before';
  return { status: 200, reason, source, signals: signals.length };
}

function signalsOf(
  envelope: Exclude<Envelope, { Type: 'SubscriptionConfirmation' }>,
  receivedAt: number,
): ParsedMessage {
  const context: MessageContext = {
    messageId: envelope.MessageId,
    receivedAt,
    sentAt: sentAt(envelope),
    topic: envelope.TopicArn,
    subject: envelope.Type === 'Notification' ? (envelope.Subject ?? undefined) : undefined,
  };
  if (envelope.Type === 'UnsubscribeConfirmation') {
    return { source: 'text', signals: [subscriptionRemoved(envelope.TopicArn, context)] };
  }
  return parseBody(envelope.Message, context);
}

/** The schema saw to it that the time can be read. */
function sentAt({ Timestamp }: Envelope): number {
  return parseTime(Timestamp) ?? 0;
}

function about({ MessageId, TopicArn }: Envelope): Pick<Received, 'messageId' | 'topic'> {
  return { messageId: MessageId, topic: TopicArn };
}

function refusal({ kind, why }: { kind: 'refused' | 'unreachable'; why: string }): Refusal {
  return new Refusal(kind === 'refused' ? 403 : 503, why);
}

/** @throws what is neither a refusal nor the store's absence: a defect, which is not answered here. */
function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreUnavailable) return new Refusal(503, 'the store can’t be reached');
  throw error;
}
