import type { IncomingHttpHeaders } from 'node:http';
import { decodeBody } from '../body.ts';
import { parseBody } from '../parse.ts';
import { headerOf, type Receiver } from '../received.ts';
import { asRefusal, Refusal, unauthorized } from '../refusal.ts';
import { createTokenCheck } from '../token.ts';
import { isMessageId } from './envelope.ts';
import { accept, refuseUnlisted, type SnsReceiverDeps } from './receive.ts';

/**
 * True for a message that SNS posts without its envelope, and so without a signature. Confirmations
 * always come in one. Source: SNS Developer Guide, "Raw message delivery" and "HTTP/HTTPS headers".
 */
export function isRaw(headers: IncomingHttpHeaders): boolean {
  if (headers['x-amz-sns-rawdelivery'] !== 'true') return false;
  return (headers['x-amz-sns-message-type'] ?? 'Notification') === 'Notification';
}

/**
 * Lets raw messages in from whoever has the secret: as the password in the subscription's endpoint
 * (`https://sns:SECRET@…`), or as a bearer token that a proxy adds. SNS posts without credentials
 * first and repeats with them when it is answered 401 and Basic. Source: SNS Developer Guide,
 * "Fanout to HTTP/S endpoints", on Basic and Digest access authentication.
 */
export function createRawAdmission(secret: string): (authorization: string | undefined) => void {
  const hasSecret = createTokenCheck(secret);
  return (authorization) => {
    if (secret === '') {
      const why =
        'raw message delivery carries no signature: set intake.sns.raw_secret to allow it';
      throw new Refusal(403, why);
    }
    if (!hasSecret(authorization))
      throw unauthorized('no valid raw_secret', 'Basic realm="tocsin"');
  };
}

/**
 * Takes the bare message; what an envelope would say of it is in the headers. SNS gives no time of
 * sending there, so its age is not checked.
 */
export function createRawReceiver(
  deps: Pick<SnsReceiverDeps, 'inbox' | 'topics' | 'now'>,
): Receiver {
  return async ({ headers, body, traceId }) => {
    const messageId = headerOf(headers, 'x-amz-sns-message-id') ?? '';
    const topic = headerOf(headers, 'x-amz-sns-topic-arn') ?? '';
    try {
      refuseUnlisted(topic, deps.topics);
      if (!isMessageId(messageId)) {
        throw new Refusal(400, 'x-amz-sns-message-id is missing or wrong');
      }
      const now = deps.now();
      const context = { messageId, topic, receivedAt: now, sentAt: now };
      const parsed = parseBody(decodeBody(body), context);
      const origin = { MessageId: messageId, TopicArn: topic };
      return { messageId, topic, ...(await accept(parsed, origin, traceId, deps)) };
    } catch (error) {
      const { status, message } = asRefusal(error);
      return { status, reason: message, topic };
    }
  };
}
