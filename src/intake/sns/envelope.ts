import { z } from 'zod';
import { parseTime } from '../time.ts';

const text = z.string();
/**
 * A line feed in it would let one signed text be read in two ways; a colon is in no id of SNS, and
 * ids of other ways in have one.
 */
const line = text.regex(/^\P{Cc}*$/u);
const id = text.regex(/^[^\p{Cc}:]+$/u).max(256);

/** Every field below is signed or needed to check the signature. */
const common = {
  MessageId: id,
  TopicArn: line.min(1).max(512),
  Message: text,
  Timestamp: line.refine((time) => parseTime(time) !== undefined, { error: 'is not a time' }),
  SignatureVersion: text.max(16),
  Signature: text.min(1).max(4096),
  SigningCertURL: text.min(1).max(2048),
};

const confirmation = {
  ...common,
  SubscribeURL: line.min(1).max(4096),
  Token: line.min(1).max(4096),
};

const envelopeSchema = z.discriminatedUnion('Type', [
  z.object({ ...common, Type: z.literal('Notification'), Subject: line.nullish() }),
  z.object({ ...confirmation, Type: z.literal('SubscriptionConfirmation') }),
  z.object({ ...confirmation, Type: z.literal('UnsubscribeConfirmation') }),
]);

/** True for what may be the id of an SNS message. */
export function isMessageId(value: string): boolean {
  return id.safeParse(value).success;
}

/** What SNS posts. Source: SNS Developer Guide, "HTTP/HTTPS notification JSON format". */
export type Envelope = z.infer<typeof envelopeSchema>;

export type ReadEnvelope =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly why: string };

/** Reads an envelope; strict, for whoever can't say where a message comes from is not SNS. */
export function readEnvelope(value: unknown): ReadEnvelope {
  const parsed = envelopeSchema.safeParse(value);
  if (parsed.success) return { ok: true, envelope: parsed.data };
  const field = parsed.error.issues[0]?.path[0];
  const what = field === undefined ? 'not an object' : `${String(field)} is missing or wrong`;
  return { ok: false, why: `malformed SNS envelope: ${what}` };
}

/** Whether this can be the id of an SNS message. */
export function isSnsId(value: unknown): value is string {
  return id.safeParse(value).success;
}

/**
 * The text that SNS signs: names and values of certain fields, each on a line of its own, in the
 * order of the names. It is the same for both signature versions. Source: SNS Developer Guide,
 * "Verifying the signatures of Amazon SNS messages".
 */
export function textToSign(envelope: Envelope): string {
  const { Type, Message, MessageId, Timestamp, TopicArn } = envelope;
  const head = `Message\n${Message}\nMessageId\n${MessageId}\n`;
  if (envelope.Type === 'Notification') {
    const subject = envelope.Subject;
    const middle = subject === undefined || subject === null ? '' : `Subject\n${subject}\n`;
    return `${head}${middle}Timestamp\n${Timestamp}\nTopicArn\n${TopicArn}\nType\n${Type}\n`;
  }
  const { SubscribeURL, Token } = envelope;
  return (
    `${head}SubscribeURL\n${SubscribeURL}\nTimestamp\n${Timestamp}\n` +
    `Token\n${Token}\nTopicArn\n${TopicArn}\nType\n${Type}\n`
  );
}
