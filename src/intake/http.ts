import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Source } from '../alert/signal.ts';
import type { Deed } from '../engine/ports/audit.ts';
import { answer, type Answer } from './answer.ts';
import { createBodyBudgets, type BodyLease, type BodyMemory } from './body-budget.ts';
import type { Received, Receiver } from './received.ts';
import { asRefusal, Refusal } from './refusal.ts';
import { readBody, RequestAborted, type BodyLimits } from './request-body.ts';
import { newTraceId } from './trace-id.ts';
import { UNKNOWN_SEVERITY_LINE } from './unknown-severities.ts';

export interface IntakeLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** One way in: an address, who may use it, how much may be sent there, and who takes it. */
export interface Endpoint {
  readonly path: string;
  /**
   * Whether the sender may send, as far as the headers tell, before any of the body is read. Left out
   * where only the message can prove where it comes from.
   *
   * @throws Refusal
   */
  readonly admit?: (headers: IncomingHttpHeaders) => void;
  /** True of a sender who has shown nothing by then: only the body proves, or does not, who it is. */
  readonly isStranger?: (headers: IncomingHttpHeaders) => boolean;
  readonly limits?: Partial<BodyLimits>;
  readonly receive: Receiver;
}

/** One request that was answered, for counting. */
export interface IntakeRequest {
  readonly endpoint: string;
  /** HTTP status; 499 when the sender went away before it could be told one. */
  readonly status: number;
  readonly source: Source | 'unknown';
}

export interface IntakeDeps {
  readonly endpoints: readonly Endpoint[];
  readonly log: IntakeLog;
  /** Told of what was done: subscriptions that were confirmed, or removed. */
  readonly audit: (deed: Deed) => void;
  readonly onRequest?: (request: IntakeRequest) => void;
  readonly maxBytesAtOnce?: BodyMemory;
}

/** SNS messages are at most 256 KiB; their JSON in the envelope's JSON can be thrice that. */
export const MAX_BODY_BYTES = 768 * 1024;
const BODY_TIMEOUT_MS = 10_000;

/** The outcome of one request: its answer, and what is told about it to the log and the counters. */
type Outcome = Answer & Omit<Received, 'json'>;

/**
 * The intake's branch of the HTTP server.
 *
 * @returns a handler that answers what is the intake's and returns false for everything else.
 * @example
 * const intake = createIntake({ endpoints: [{ path: '/v1/sns', receive }], log, audit });
 * createServer((request, response) => {
 *   if (!intake(request, response)) app(request, response);
 * });
 */
export function createIntake(
  deps: IntakeDeps,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const endpoints = new Map(deps.endpoints.map((endpoint) => [endpoint.path, endpoint]));
  const leaseFor = createBodyBudgets(deps.maxBytesAtOnce);

  return (request, response) => {
    const endpoint = endpoints.get(pathOf(request));
    if (endpoint === undefined) return false;
    const traceId = newTraceId();
    const lease = leaseFor(
      endpoint.isStranger?.(request.headers) === true ? endpoint.path : undefined,
    );
    void outcomeOf(request, { endpoint, traceId, lease }, deps)
      .then((outcome) => {
        if (outcome.status !== GONE) answer(request, response, outcome);
        record(deps, endpoint.path, traceId, outcome);
      })
      .catch((error: unknown) => {
        deps.log.warn(
          { trace_id: traceId, endpoint: endpoint.path, error: textOf(error) },
          'could not answer',
        );
        response.destroy();
      });
    return true;
  };
}

/** The sender went away: a status of our own counting, which nobody is told. */
const GONE = 499;

interface Call {
  readonly endpoint: Endpoint;
  readonly traceId: string;
  readonly lease: BodyLease;
}

async function outcomeOf(
  request: IncomingMessage,
  call: Call,
  { log }: IntakeDeps,
): Promise<Outcome> {
  try {
    return await serve(request, call);
  } catch (error) {
    return failed(error, call, log);
  } finally {
    call.lease.end();
  }
}

function failed(error: unknown, { traceId }: Call, log: IntakeLog): Outcome {
  if (error instanceof RequestAborted) return { status: GONE, reason: error.message, body: '' };
  try {
    const { status, message, told, headers } = asRefusal(error);
    return { status, reason: message, body: told, headers };
  } catch {
    log.warn({ trace_id: traceId, error: textOf(error) }, 'defect in intake');
    return { status: 500, reason: 'a defect in intake', body: `internal error, trace ${traceId}` };
  }
}

async function serve(
  request: IncomingMessage,
  { endpoint, traceId, lease }: Call,
): Promise<Outcome> {
  const { method, headers } = request;
  if (method !== 'POST') {
    throw new Refusal(405, 'only POST is answered here', { headers: { allow: 'POST' } });
  }
  endpoint.admit?.(headers);
  const limits = { maxBytes: MAX_BODY_BYTES, timeoutMs: BODY_TIMEOUT_MS, ...endpoint.limits };
  const body = await readBody(request, limits, lease);
  const { json, text, ...received } = await endpoint.receive({ headers, body, traceId });
  return json === undefined
    ? { ...received, body: text ?? received.reason }
    : { ...received, body: JSON.stringify(json), contentType: 'application/json' };
}

function record(
  { log, audit, onRequest }: IntakeDeps,
  endpoint: string,
  traceId: string,
  outcome: Outcome,
): void {
  const { body: _, contentType: _type, headers: _headers, audit: done, ...told } = outcome;
  const line = { trace_id: traceId, endpoint, ...told };
  if (told.status !== 200) log.warn(line, 'refused');
  else if (told.unknownSeverities !== undefined) log.warn(line, UNKNOWN_SEVERITY_LINE);
  else if (told.leftOut !== undefined)
    log.warn(line, 'received, but not all of its alerts can be told');
  else log.info(line, 'received');
  if (done !== undefined) {
    const { topic = '', messageId = '' } = told;
    audit({ actor: 'SNS', action: done, object: topic, details: { messageId }, traceId });
  }
  onRequest?.({ endpoint, status: told.status, source: told.source ?? 'unknown' });
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
