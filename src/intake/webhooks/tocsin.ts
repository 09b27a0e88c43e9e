import { randomUUID } from 'node:crypto';
import type { Signal } from '../../alert/signal.ts';
import { StoreUnavailable, type Inbox } from '../../engine/ports/inbox.ts';
import { decodeJsonBody } from '../body.ts';
import { alertSignals, readAlerts } from '../formats/tocsin.ts';
import { Refusal } from '../refusal.ts';
import { newTraceId } from '../trace-id.ts';

/** What the sender of our plain JSON is told. */
export interface AlertsReceived {
  /** HTTP status. */
  readonly status: number;
  /** One line. */
  readonly reason: string;
  readonly messageId?: string;
  /** How many alerts became durable, now or when they came before under the same key. */
  readonly accepted?: number;
}

export interface AlertsRequest {
  readonly body: Uint8Array;
  /** The `Idempotency-Key` header: the same key again is the same request again. */
  readonly idempotencyKey?: string | undefined;
  readonly traceId?: string;
}

/** Takes one POST /v1/alerts whose sender is known. Rejects only on a defect. */
export type AlertsReceiver = (request: AlertsRequest) => Promise<AlertsReceived>;

export interface AlertsReceiverDeps {
  readonly inbox: Inbox;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const MAX_KEY = 255;

/** Our plain JSON over HTTP; 200 only after the alerts are durable. */
export function createAlertsReceiver({ inbox, now }: AlertsReceiverDeps): AlertsReceiver {
  return async ({ body, idempotencyKey, traceId = newTraceId() }) => {
    try {
      const read = readAlerts(decodeJsonBody(body));
      if (!read.ok) throw new Refusal(400, read.why);
      const messageId = messageIdFrom(idempotencyKey);
      const receivedAt = now();
      const context = { messageId, receivedAt, sentAt: receivedAt };
      const signals = alertSignals(read.alerts, context).map(inOrderOfArrival);
      const accepted = signals.length;
      if (accepted > 0) {
        await inbox.accept({ messageId, event: { type: 'signals', traceId, signals } });
      }
      return { status: 200, reason: 'accepted', messageId, accepted };
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, reason: error.message };
      if (error instanceof StoreUnavailable) {
        return { status: 503, reason: 'the store can’t be reached; send it again' };
      }
      throw error;
    }
  };
}

/** Nobody says when it was sent, so the order in which the store takes it counts. */
function inOrderOfArrival(signal: Signal): Signal {
  const { changedAt: _, ...rest } = signal;
  return rest;
}

/** In a namespace of its own, so that a key can't pass for the id of an SNS message. */
function messageIdFrom(key: string | undefined): string {
  if (key === undefined || key === '') return `alerts:${randomUUID()}`;
  if (key.length > MAX_KEY) {
    throw new Refusal(400, `Idempotency-Key may hold at most ${MAX_KEY} characters`);
  }
  return `alerts:${key}`;
}
