import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Source } from '../alert/signal.ts';
import { answer, type Answer } from './answer.ts';
import { Refusal } from './refusal.ts';
import { readBody, RequestAborted, type BodyLimits } from './request-body.ts';
import type { SnsReceiver } from './sns/receive.ts';
import { newTraceId } from './trace-id.ts';
import type { BearerCheck } from './webhooks/bearer-token.ts';
import type { AlertsReceiver } from './webhooks/tocsin.ts';

export interface IntakeLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** One request that was answered, for counting. */
export interface IntakeRequest {
  readonly endpoint: '/v1/sns' | '/v1/alerts';
  /** HTTP status; 499 when the sender went away before it could be told one. */
  readonly status: number;
  readonly source: Source | 'unknown';
}

export interface IntakeDeps {
  readonly sns: SnsReceiver;
  readonly alerts: AlertsReceiver;
  /** Who may post to /v1/alerts. */
  readonly mayPostAlerts: BearerCheck;
  readonly log: IntakeLog;
  readonly onRequest?: (request: IntakeRequest) => void;
  readonly limits?: Partial<BodyLimits>;
}

/** SNS messages are at most 256 KiB; their JSON in the envelope's JSON can be thrice that. */
export const MAX_BODY_BYTES = 768 * 1024;
const BODY_TIMEOUT_MS = 10_000;

/** The outcome of one request: its answer, and what is told about it to the log and the counters. */
interface Outcome extends Answer {
  readonly reason: string;
  readonly source?: Source | undefined;
  readonly fields?: Readonly<Record<string, unknown>>;
}

type Endpoint = (request: IncomingMessage, limits: BodyLimits, traceId: string) => Promise<Outcome>;

/**
 * The intake's branch of the HTTP server.
 *
 * @returns a handler that answers what is the intake's and returns false for everything else.
 * @example
 * const intake = createIntake({ sns, alerts, mayPostAlerts, log });
 * createServer((request, response) => {
 *   if (!intake(request, response)) app(request, response);
 * });
 */
export function createIntake(
  deps: IntakeDeps,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const limits = { maxBytes: MAX_BODY_BYTES, timeoutMs: BODY_TIMEOUT_MS, ...deps.limits };
  const endpoints = {
    '/v1/sns': snsEndpoint(deps),
    '/v1/alerts': alertsEndpoint(deps),
  } as const;

  return (request, response) => {
    const path = pathOf(request);
    if (path !== '/v1/sns' && path !== '/v1/alerts') return false;
    const traceId = newTraceId();
    void outcomeOf(request, traceId, () => endpoints[path](request, limits, traceId), deps)
      .then((outcome) => {
        if (outcome.status !== GONE) answer(request, response, outcome);
        record(deps, path, traceId, outcome);
      })
      .catch((error: unknown) => {
        deps.log.warn(
          { trace_id: traceId, endpoint: path, error: textOf(error) },
          'could not answer',
        );
        response.destroy();
      });
    return true;
  };
}

function snsEndpoint({ sns }: IntakeDeps): Endpoint {
  return async (request, limits, traceId) => {
    const body = await readBody(request, limits);
    const { status, reason, source, ...fields } = await sns(body, traceId);
    return { status, reason, body: reason, source, fields };
  };
}

function alertsEndpoint({ alerts, mayPostAlerts }: IntakeDeps): Endpoint {
  return async (request, limits, traceId) => {
    if (!mayPostAlerts(request.headers.authorization)) {
      const headers = { 'www-authenticate': 'Bearer' };
      return { status: 401, reason: 'no valid token', body: 'unauthorized', headers };
    }
    const body = await readBody(request, limits);
    const key = request.headers['idempotency-key'];
    const idempotencyKey = Array.isArray(key) ? key[0] : key;
    const { status, reason, accepted, messageId } = await alerts({ body, idempotencyKey, traceId });
    if (accepted === undefined) return { status, reason, body: reason };
    return {
      status,
      reason,
      body: JSON.stringify({ accepted }),
      contentType: 'application/json',
      source: 'tocsin',
      fields: { messageId, signals: accepted },
    };
  };
}

/** The sender went away: a status of our own counting, which nobody is told. */
const GONE = 499;

async function outcomeOf(
  request: IncomingMessage,
  traceId: string,
  serve: () => Promise<Outcome>,
  { log }: IntakeDeps,
): Promise<Outcome> {
  if (request.method !== 'POST') {
    const reason = 'only POST is answered here';
    return { status: 405, reason, body: reason, headers: { allow: 'POST' } };
  }
  try {
    return await serve();
  } catch (error) {
    if (error instanceof Refusal) {
      return { status: error.status, reason: error.message, body: error.message };
    }
    if (error instanceof RequestAborted) return { status: GONE, reason: error.message, body: '' };
    log.warn({ trace_id: traceId, error: textOf(error) }, 'defect in intake');
    return { status: 500, reason: 'a defect in intake', body: `internal error, trace ${traceId}` };
  }
}

function record(
  { log, onRequest }: IntakeDeps,
  endpoint: IntakeRequest['endpoint'],
  traceId: string,
  { status, reason, source, fields }: Outcome,
): void {
  const line = {
    trace_id: traceId,
    endpoint,
    status,
    reason,
    ...(source && { source }),
    ...fields,
  };
  if (status === 200) log.info(line, 'received');
  else log.warn(line, 'refused');
  onRequest?.({ endpoint, status, source: source ?? 'unknown' });
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
