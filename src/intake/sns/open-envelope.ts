import { parseJson } from '../json.ts';
import { isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import { isSnsId } from './envelope.ts';

const ENVELOPE_TYPES = [
  'Notification',
  'SubscriptionConfirmation',
  'UnsubscribeConfirmation',
] as const;
export type EnvelopeType = (typeof ENVELOPE_TYPES)[number];

/** What an envelope says, of which only its type, its message and its topic must be right. */
export interface OpenedEnvelope {
  readonly type: EnvelopeType;
  readonly message: string;
  readonly messageId: string | undefined;
  readonly topic: string;
  readonly subject: string | undefined;
  readonly timestamp: number | undefined;
}

/**
 * Opens the envelope of a message, or that in the event with which SNS or SQS invokes a Lambda function. More
 * lenient than intake over HTTP, whose schema is strict: here there is nobody to refuse.
 */
export function openEnvelope(value: unknown): OpenedEnvelope | undefined {
  return readEnvelope(value) ?? openLambdaEvent(value);
}

/**
 * Opens the envelope in the event of a Lambda function: SNS invokes it with one message at a time, SQS
 * with a batch, of which only one of a single message can be opened.
 *
 * Sources: AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS notifications" and
 * "Using Lambda with Amazon SQS".
 */
export function openLambdaEvent(value: unknown): OpenedEnvelope | undefined {
  const records = isRecord(value) ? value['Records'] : undefined;
  if (!Array.isArray(records) || records.length !== 1) return undefined;
  const [record]: readonly unknown[] = records;
  const envelope = isRecord(record) ? readEnvelope(record['Sns'] ?? queued(record)) : undefined;
  return envelope?.type === 'Notification' ? envelope : undefined;
}

/** What a topic put into a queue is the envelope, as a text. */
function queued({ eventSource, body }: Readonly<Record<string, unknown>>): unknown {
  const json = eventSource === 'aws:sqs' && typeof body === 'string' ? parseJson(body) : undefined;
  return json?.ok === true ? json.value : undefined;
}

function readEnvelope(value: unknown): OpenedEnvelope | undefined {
  if (!isRecord(value)) return undefined;
  const { Message: message, TopicArn: topic } = value;
  const type = ENVELOPE_TYPES.find((one) => one === value['Type']);
  if (type === undefined) return undefined;
  if (typeof message !== 'string' || typeof topic !== 'string') return undefined;
  const { MessageId: messageId, Subject: subject, Timestamp: timestamp } = value;
  return {
    type,
    message,
    messageId: isSnsId(messageId) ? messageId : undefined,
    topic,
    subject: typeof subject === 'string' ? subject : undefined,
    timestamp: parseTime(timestamp),
  };
}
