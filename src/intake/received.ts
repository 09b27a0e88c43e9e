import type { IncomingHttpHeaders } from 'node:http';
import type { Source } from '../alert/signal.ts';
import type { AuditAction } from '../engine/ports/audit.ts';

/** A request whose sender may send, read to its end. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly traceId: string;
}

/** What the sender is told, and what is worth logging about it. */
export interface Received {
  /** HTTP status. */
  readonly status: number;
  /** One line; no quotes from the message, no stack. */
  readonly reason: string;
  readonly messageId?: string;
  readonly topic?: string;
  readonly source?: Source | undefined;
  /** How many signals became durable. */
  readonly signals?: number;
  /** Words in it for a severity that are none. */
  readonly unknownSeverities?: readonly string[] | undefined;
  /** How many alerts of the message, or left out of it, nobody is told of. */
  readonly leftOut?: number;
  /** How many rows became durable, of what comes by rows; and how many can't be used. */
  readonly rows?: number;
  readonly refusedRows?: number;
  /** What the sender is answered instead of the reason, as JSON. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** The same as text; it may be empty. */
  readonly text?: string;
  /** What was done in AWS or undone there, for the audit trail. */
  readonly audit?: AuditAction;
}

/** Takes one delivery. Rejects with a Refusal, with StoreUnavailable, or on a defect. */
export type Receiver = (delivery: Delivery) => Promise<Received>;

/** The one value of a header; of several values that are not a list none can be trusted. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
