import type { Signal, Source } from '../alert/signal.ts';
import type { Format, MessageContext } from './formats/format.ts';
import { FORMATS } from './formats/index.ts';
import { text } from './formats/text.ts';
import { parseJson } from './json.ts';
import { isRecord } from './leniency.ts';
import { subscriptionRemoved } from './sns/subscription-removed.ts';
import { parseTime } from './time.ts';

export interface ParsedMessage {
  readonly source: Source;
  readonly signals: readonly Signal[];
  /** What it is, of a message that is about the way in and not about an alarm. */
  readonly note?: string;
}

/** What is known about a message whose envelope, if it has one, is not opened yet. */
export type BareContext = Pick<MessageContext, 'messageId' | 'receivedAt'> &
  Partial<MessageContext>;

/**
 * What a message becomes: a bare one, or one in an SNS envelope, whose signature is not looked at
 * here. What is not understood becomes an alert with its text. Never throws.
 *
 * @param formats the kinds to read it as, in the order in which they are asked.
 * @returns undefined when it is of none of these kinds, which can't happen with all of them.
 */
export function parseMessage(message: string, context: BareContext): ParsedMessage;
export function parseMessage(
  message: string,
  context: BareContext,
  formats: readonly Format[],
): ParsedMessage | undefined;
export function parseMessage(
  message: string,
  context: BareContext,
  formats: readonly Format[] = FORMATS,
): ParsedMessage | undefined {
  const json = parseJson(message);
  const envelope = json.ok ? openEnvelope(json.value) : undefined;
  const known: MessageContext = {
    ...context,
    messageId: envelope?.messageId ?? context.messageId,
    sentAt: envelope?.timestamp ?? context.sentAt ?? context.receivedAt,
    topic: envelope?.topic ?? context.topic,
    subject: envelope?.subject ?? context.subject,
  };
  switch (envelope?.type) {
    case 'Notification':
      return parseBody(envelope.message, known, formats);
    case 'SubscriptionConfirmation':
      return { source: 'text', signals: [], note: confirmationNote(envelope.topic) };
    case 'UnsubscribeConfirmation':
      return { source: 'text', signals: [subscriptionRemoved(envelope.topic, known)] };
    default:
      return parseBody(message, known, formats);
  }
}

function confirmationNote(topic: string): string {
  return (
    `an SNS SubscriptionConfirmation of ${topic}: intake confirms it when it is signed ` +
    'and intake.sns.topics names the topic'
  );
}

/** What the text inside an envelope becomes. Never throws. */
export function parseBody(message: string, context: MessageContext): ParsedMessage;
export function parseBody(
  message: string,
  context: MessageContext,
  formats: readonly Format[],
): ParsedMessage | undefined;
export function parseBody(
  message: string,
  context: MessageContext,
  formats: readonly Format[] = FORMATS,
): ParsedMessage | undefined {
  const json = parseJson(message);
  const isStructure = json.ok && typeof json.value === 'object' && json.value !== null;
  // A bare number, `true` or a quoted string is valid JSON and no more than a text.
  const value = isStructure ? json.value : message;
  for (const format of isStructure ? formats : formats.filter((one) => one === text)) {
    const signals = format.recognise(value) ? format.toSignals(value, context) : undefined;
    if (signals !== undefined) return { source: format.source, signals };
  }
  return undefined;
}

interface OpenedEnvelope {
  readonly type: string;
  readonly message: string;
  readonly messageId: string | undefined;
  readonly topic: string;
  readonly subject: string | undefined;
  readonly timestamp: number | undefined;
}

const ENVELOPE_TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'];

/** More lenient than intake over HTTP, whose schema is strict: here there is nobody to refuse. */
function openEnvelope(value: unknown): OpenedEnvelope | undefined {
  if (!isRecord(value)) return undefined;
  const { Type: type, Message: message, TopicArn: topic } = value;
  if (typeof type !== 'string' || !ENVELOPE_TYPES.includes(type)) return undefined;
  if (typeof message !== 'string' || typeof topic !== 'string') return undefined;
  const { MessageId: messageId, Subject: subject, Timestamp: timestamp } = value;
  return {
    type,
    message,
    messageId: typeof messageId === 'string' && messageId !== '' ? messageId : undefined,
    topic,
    subject: typeof subject === 'string' ? subject : undefined,
    timestamp: parseTime(timestamp),
  };
}
