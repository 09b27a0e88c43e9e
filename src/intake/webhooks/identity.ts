import { createHash, randomUUID } from 'node:crypto';
import type { Format } from '../formats/format.ts';
import { headerOf, type Delivery } from '../received.ts';
import { Refusal } from '../refusal.ts';
import { parseTime } from '../time.ts';
import type { Identity } from './receive.ts';

const MAX_KEY = 255;

/** Our plain JSON: the same `Idempotency-Key` again is the same request again. */
export function byIdempotencyKey({ headers }: Delivery): Identity {
  const key = headerOf(headers, 'idempotency-key') ?? randomUUID();
  if (key.length > MAX_KEY) {
    throw new Refusal(400, `Idempotency-Key may hold at most ${MAX_KEY} characters`);
  }
  return { messageId: `alerts:${key}` };
}

/**
 * Alertmanager and Grafana give no id, and post the same bytes on purpose while an alert goes on:
 * each of them is news, namely that it still fires. To take one twice changes nothing.
 */
export function everyTimeAnew(_: Delivery, { source }: Pick<Format, 'source'>): Identity {
  return { messageId: `${source}:${randomUUID()}` };
}

/**
 * Sentry's `Request-ID` is not signed and its body is: the same body again is a redelivery, or
 * somebody who plays back what he saw. `Sentry-Hook-Timestamp` is whole seconds since 1970.
 * Source: Sentry, "Integration platform: webhooks".
 */
export function bySentry({ headers, body }: Delivery): Identity {
  const seconds = Number(headerOf(headers, 'sentry-hook-timestamp') ?? Number.NaN);
  const messageId = `sentry:${createHash('sha256').update(body).digest('hex')}`;
  const sentAt = parseTime(seconds);
  // Cut to whole seconds it would come before what happened in the same second.
  return { messageId, sentAt: sentAt === undefined ? undefined : sentAt + 999 };
}
