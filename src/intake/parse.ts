import type { Signal, Source } from '../alert/signal.ts';
import type { Format, MessageContext } from './formats/format.ts';
import { FORMATS } from './formats/index.ts';
import { parseJson } from './json.ts';
import {
  openEnvelope,
  openLambdaEvent,
  type EnvelopeType,
  type OpenedEnvelope,
} from './sns/open-envelope.ts';
import { subscriptionRemoved } from './sns/subscription-removed.ts';

export interface ParsedMessage {
  readonly source: Source;
  readonly signals: readonly Signal[];
  /** What it is, of a message that is about the way in and not about an alarm. */
  readonly note?: string;
}

/** A message and what its SNS envelope said, if it came in one. */
export interface OpenedMessage extends ParsedMessage {
  /** SNS's id of it, else the one it was given. */
  readonly messageId: string;
  /** ARN of the SNS topic it came through. */
  readonly topic?: string | undefined;
  readonly envelope?: EnvelopeType | undefined;
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
  const { envelope, known } = open(message, context);
  return parseOpened(envelope, message, known, formats);
}

/** The same, with what the envelope said. */
export function openMessage(message: string, context: BareContext): OpenedMessage {
  const { envelope, known } = open(message, context);
  const { messageId, topic } = known;
  const parsed = parseOpened(envelope, message, known);
  return { ...parsed, messageId, topic, envelope: envelope?.type };
}

/** A message without its envelope, and the topic that this names. Never throws. */
export function unwrapped(message: string): {
  readonly content: string;
  readonly topic?: string | undefined;
} {
  const json = parseJson(message);
  const envelope = json.ok ? openEnvelope(json.value) : undefined;
  const content = envelope?.type === 'Notification' ? envelope.message : message;
  return { content, topic: envelope?.topic };
}

function open(message: string, context: BareContext) {
  const json = parseJson(message);
  const envelope = json.ok ? openEnvelope(json.value) : undefined;
  const known: MessageContext = {
    ...context,
    messageId: envelope?.messageId ?? context.messageId,
    sentAt: envelope?.timestamp ?? context.sentAt ?? context.receivedAt,
    topic: envelope?.topic ?? context.topic,
    subject: envelope?.subject ?? context.subject,
  };
  return { envelope, known };
}

function parseOpened(
  envelope: OpenedEnvelope | undefined,
  message: string,
  context: MessageContext,
): ParsedMessage;
function parseOpened(
  envelope: OpenedEnvelope | undefined,
  message: string,
  context: MessageContext,
  formats: readonly Format[],
): ParsedMessage | undefined;
function parseOpened(
  envelope: OpenedEnvelope | undefined,
  message: string,
  context: MessageContext,
  formats: readonly Format[] = FORMATS,
): ParsedMessage | undefined {
  switch (envelope?.type) {
    case 'Notification':
      return parseBody(envelope.message, context, formats);
    case 'SubscriptionConfirmation':
      return { source: 'text', signals: [], note: confirmationNote(envelope.topic) };
    case 'UnsubscribeConfirmation':
      return { source: 'text', signals: [subscriptionRemoved(envelope.topic, context)] };
    case undefined:
      return parseBody(message, context, formats);
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
  const sentOn = json.ok ? openLambdaEvent(json.value) : undefined;
  if (sentOn !== undefined) {
    const { subject = context.subject, topic } = sentOn;
    // The topic that it came through is proven; the other is only told.
    const known = { ...context, subject, topic: context.topic ?? topic };
    return parseBody(sentOn.message, known, formats);
  }
  const isStructure = json.ok && typeof json.value === 'object' && json.value !== null;
  // A bare number, `true` or a quoted string is valid JSON and no more than a text.
  const value = isStructure ? json.value : message;
  for (const format of formats) {
    const signals = format.recognise(value) ? format.toSignals(value, context) : undefined;
    if (signals !== undefined) return { source: format.source, signals };
  }
  return undefined;
}
