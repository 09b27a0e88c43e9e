import type { Arrival } from '../../engine/event.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import { decodeJsonBody } from '../body.ts';
import type { MessageContext } from '../formats/format.ts';
import { parseBody, type ParsedMessage } from '../parse.ts';
import type { Received, Receiver } from '../received.ts';
import { asRefusal, Refusal } from '../refusal.ts';
import { parseTime } from '../time.ts';
import { unknownSeverities } from '../unknown-severities.ts';
import type { CertificateStore } from './certificates.ts';
import type { Confirm } from './confirm.ts';
import { readEnvelope, type Envelope } from './envelope.ts';
import { isKnownSignatureVersion, isSigned } from './signature.ts';
import { subscriptionRemoved } from './subscription-removed.ts';

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
export function createSnsReceiver(deps: SnsReceiverDeps): Receiver {
  return async ({ body, traceId }) => {
    let envelope: Envelope | undefined;
    try {
      envelope = open(body);
      await verify(envelope, deps);
      const sent = sentAt(envelope);
      const age = deps.now() - sent;
      if (age > deps.maxAgeMs) await refuseOld(envelope, age, deps);
      return { ...about(envelope), ...(await take(envelope, sent, traceId, deps)) };
    } catch (error) {
      const { status, message } = asRefusal(error);
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
  refuseUnlisted(envelope.TopicArn, deps.topics);
  if (!isKnownSignatureVersion(envelope.SignatureVersion)) {
    throw new Refusal(403, 'the signature version is neither 1 nor 2');
  }
  const certificate = await deps.certificates.keyFor(envelope.SigningCertURL, envelope.TopicArn);
  if (!certificate.ok) throw refusal(certificate);
  if (!isSigned(envelope, certificate.key)) {
    throw new Refusal(403, 'the signature does not match');
  }
}

/** @throws Refusal (403) for a topic that the config does not name. */
export function refuseUnlisted(topicArn: string, topics: ReadonlySet<string>): void {
  if (!topics.has(topicArn)) throw new Refusal(403, 'the topic is not one of intake.sns.topics');
}

/** A genuine message that is too old is refused, for it could be a replay, but never lost. */
async function refuseOld(
  envelope: Envelope,
  age: number,
  { inbox, maxAgeMs }: SnsReceiverDeps,
): Promise<never> {
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
  sent: number,
  traceId: string,
  deps: SnsReceiverDeps,
): Promise<Received> {
  if (envelope.Type === 'SubscriptionConfirmation') {
    const answer = await deps.confirm(envelope);
    if (!answer.ok) throw refusal(answer);
    return { status: 200, reason: 'subscription confirmed', audit: 'subscription-confirmed' };
  }
  const received = await accept(signalsOf(envelope, sent, deps.now()), envelope, traceId, deps);
  return envelope.Type === 'UnsubscribeConfirmation'
    ? { ...received, audit: 'subscription-removed' }
    : received;
}

/** Makes what came through a topic durable. */
export async function accept(
  { source, signals }: ParsedMessage,
  { MessageId, TopicArn }: Pick<Envelope, 'MessageId' | 'TopicArn'>,
  traceId: string,
  { inbox }: Pick<SnsReceiverDeps, 'inbox'>,
): Promise<Received> {
  const event: Arrival = { type: 'signals', traceId, topic: TopicArn, signals };
  const { isNew } = await inbox.accept({ messageId: MessageId, event });
  const reason = isNew ? 'accepted' : 'accepted before';
  const told = { signals: signals.length, unknownSeverities: unknownSeverities(signals) };
  return { status: 200, reason, source, ...told };
}

function signalsOf(
  envelope: Exclude<Envelope, { Type: 'SubscriptionConfirmation' }>,
  sent: number,
  receivedAt: number,
): ParsedMessage {
  const context: MessageContext = {
    messageId: envelope.MessageId,
    receivedAt,
    sentAt: sent,
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
