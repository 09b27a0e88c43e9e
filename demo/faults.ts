import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a call can go wrong.
 *
 * - `rate-limited`: 429 with `Retry-After`; the service did nothing.
 * - `error`: a 5xx answer; the service did nothing.
 * - `hang`: no answer ever, and the service did nothing.
 * - `hang-after`: the service did it, and no answer ever comes.
 * - `cut-before`: the line is cut before the service saw the call.
 * - `cut-after`: the service did it, and the line is cut before it could say so.
 * - `garbage`: an answer that is not JSON, as from a proxy on the way; the service did nothing.
 * - `slow`: the right answer, late.
 */
export type FaultKind =
  | 'rate-limited'
  | 'error'
  | 'hang'
  | 'hang-after'
  | 'cut-before'
  | 'cut-after'
  | 'garbage'
  | 'slow';

/** A fault to come. */
export interface Fault {
  readonly kind: FaultKind;
  /** How many of the calls it fits go wrong. Default: 1. */
  readonly times?: number;
  /** Seconds, for `rate-limited`. Default: 1. */
  readonly retryAfter?: number;
  /** HTTP status, for `error` (default 500) and `garbage` (default 200). */
  readonly status?: number;
  /** Milliseconds, for `slow`. Default: 1000. */
  readonly delayMs?: number;
}

/** Faults to come; `Call` is what a call can be told apart by (for Slack: method and channel). */
export interface Faults<Call extends object> {
  /** The next calls that fit go wrong. Faults set earlier are used up first. */
  readonly next: (fault: Fault & Partial<Call>) => void;
  readonly clear: () => void;
  /** How many faults were set and not used up yet. */
  readonly pending: () => number;
}

interface FaultQueue<Call extends object> extends Faults<Call> {
  /** Uses up the fault that meets this call, if any. */
  readonly take: (call: Call) => Fault | undefined;
}

/** A queue of faults, told apart by the named fields of a call. */
export function createFaults<Call extends object>(
  fields: readonly (keyof Call & string)[],
): FaultQueue<Call> {
  let queue: { fault: Fault & Partial<Call>; left: number }[] = [];
  return {
    next: (fault) => {
      queue.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => {
      queue = [];
    },
    pending: () => queue.reduce((sum, { left }) => sum + left, 0),
    take: (call) => {
      const found = queue.find(({ fault }) =>
        fields.every((field) => fault[field] === undefined || fault[field] === call[field]),
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) queue = queue.filter((one) => one !== found);
      return found.fault;
    },
  };
}

/** An HTTP answer. The body is JSON unless a content type says otherwise. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a service words its own failures. */
export interface FailureWords {
  readonly rateLimited: (retryAfterSeconds: number) => Answer;
  readonly failed: (status: number) => Answer;
}

/**
 * Answers a call, or lets it go wrong as the fault says. `act` is what the service does; it runs at
 * most once, and not at all for the faults where the service did nothing.
 */
export async function answer(
  response: ServerResponse,
  fault: Fault | undefined,
  act: () => Promise<Answer>,
  words: FailureWords,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return send(response, await act());
    case 'rate-limited':
      return send(response, words.rateLimited(fault.retryAfter ?? 1));
    case 'error':
      return send(response, words.failed(fault.status ?? 500));
    case 'hang':
      return;
    case 'hang-after':
      await act();
      return;
    case 'cut-before':
      response.destroy();
      return;
    case 'cut-after':
      await act();
      response.destroy();
      return;
    case 'garbage':
      return send(response, {
        status: fault.status ?? 200,
        headers: { 'content-type': 'text/html' },
        body: '<html><body><h1>Something went wrong on the way</h1></body></html>',
      });
    case 'slow':
      // Unreferenced: a slow answer must not keep a stopped program alive.
      await delay(fault.delayMs ?? 1000, undefined, { ref: false });
      return send(response, await act());
  }
}

/** Sends an answer, unless the caller has hung up. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
