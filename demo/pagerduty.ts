import {
  createServer as createPlainServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import { z } from 'zod';
import { answer, createFaults, send, type Answer, type Faults } from './faults.ts';
import { listen } from './listen.ts';
import { readAlertEvent, readChangeEvent, type AlertEvent, type Read } from './pagerduty-events.ts';
import { createIncidentBook, type Act, type Incident } from './pagerduty-incidents.ts';
import { PAGE_HEADERS, renderPage, type Change } from './pagerduty-page.ts';
import { answerRest, type OnCallEntry, type RestWorld } from './pagerduty-rest.ts';
import { createWebhooks, type SentWebhook, type Subscription } from './pagerduty-webhooks.ts';
import { BodyTooLarge, readBody } from './request-body.ts';

/** What a fault can be narrowed to. */
export interface PagerDutyFaultTarget {
  /** `trigger`, `acknowledge`, `resolve` or `change`. */
  readonly action: string;
  readonly dedupKey: string;
}

/** One call the stand-in got. Its last two fields are filled in as the call goes on. */
export interface PagerDutyCall {
  /** Milliseconds. */
  readonly at: number;
  readonly path: string;
  readonly body: string;
  /** `pending`, `ok`, what was wrong with it, or the kind of the fault that met it. */
  outcome: string;
  /** Whether PagerDuty took the event, whatever the caller was told. */
  accepted: boolean;
}

/** A PagerDuty that takes events as the real one does, and pages nobody. */
export interface PagerDuty {
  /** What the bot is given as `pagerduty.events_url`: an https origin, without a path. */
  readonly eventsUrl: string;
  /** The page that lists the incidents, over plain HTTP: browsers distrust the certificate. */
  readonly pageUrl: string;
  /** Every alert event that was accepted, oldest first. */
  readonly events: readonly AlertEvent[];
  readonly changes: readonly Change[];
  /** Every call, accepted or not. */
  readonly calls: readonly PagerDutyCall[];
  /** The newest first. */
  readonly incidents: () => readonly Incident[];
  readonly faults: Faults<PagerDutyFaultTarget>;
  /** What the bot is given as `pagerduty.api_url`: the same origin. */
  readonly apiUrl: string;
  /** Somebody does something to an incident, as with a click on its page. */
  readonly act: (number: number, action: Act['action'], person?: string, content?: string) => void;
  /** Sends webhooks there from now on. */
  readonly subscribe: (subscription: Subscription) => void;
  /** Every webhook that was sent, oldest first. */
  readonly webhooks: readonly SentWebhook[];
  readonly stop: () => Promise<void>;
}

/** The largest event. Source: https://developer.pagerduty.com/docs/events-api-v2-overview */
const LARGEST_EVENT = 512 * 1024;

/** Starts the stand-in. With `routingKeys` it refuses all other keys. */
export async function startPagerDuty(options: {
  tls: { readonly key: string; readonly cert: string };
  /** Of the events API. Default: a free one. */
  port?: number;
  /** Of the page. Default: a free one. */
  pagePort?: number;
  routingKeys?: readonly string[];
  /** The key that the REST API asks for; without one it asks for none. */
  apiToken?: string;
  onCall?: readonly OnCallEntry[];
  /** Milliseconds. */
  now?: () => number;
}): Promise<PagerDuty> {
  const { now = Date.now, routingKeys } = options;
  const webhooks = createWebhooks();
  const book = createIncidentBook(webhooks.tell);
  const { apiToken: token, onCall = [] } = options;
  const world: RestWorld = { book, token, onCall, now };
  const events: AlertEvent[] = [];
  const changes: Change[] = [];
  const calls: PagerDutyCall[] = [];
  const faults = createFaults<{ action: string; dedupKey: string | undefined }>([
    'action',
    'dedupKey',
  ]);

  const judge = <Event extends { routing_key: string }>(
    read: Read<Event>,
    call: PagerDutyCall,
    take: (event: Event) => Answer,
  ): Answer => {
    const errors = read.ok ? keyErrors(read.event, routingKeys) : read.errors;
    if (!read.ok || errors.length > 0) {
      call.outcome = errors.join('; ');
      return invalid(errors);
    }
    call.outcome = 'ok';
    call.accepted = true;
    return take(read.event);
  };

  const enqueue = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    const kind = request.method === 'POST' ? KINDS[path] : undefined;
    if (kind === undefined) return rest(request, response);
    const entry = { at: now(), path, outcome: 'pending', accepted: false };
    let body: string;
    try {
      body = (await readBody(request, LARGEST_EVENT)).toString('utf8');
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      calls.push({ ...entry, body: '', outcome: 'too large' });
      return send(response, { status: 413, body: JSON.stringify(TOO_LARGE) });
    }
    const call: PagerDutyCall = { ...entry, body };
    calls.push(call);
    const alert = kind === 'alert' ? readAlertEvent(body) : undefined;
    const event = alert?.ok === true ? alert.event : undefined;
    const action = event?.event_action ?? (kind === 'change' ? 'change' : 'invalid');
    const fault = faults.take({ action, dedupKey: event?.dedup_key });
    const act = async (): Promise<Answer> =>
      alert === undefined
        ? judge(readChangeEvent(body), call, (change) => {
            changes.push({ at: now(), event: change });
            return accepted({});
          })
        : judge(alert, call, (taken) => {
            events.push(taken);
            return accepted({ dedup_key: book.record(taken, now()) });
          });
    await answer(response, fault, act, WORDS);
    if (fault !== undefined && fault.kind !== 'slow') call.outcome = fault.kind;
  };

  const rest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', 'https://pagerduty.invalid');
    const body = (await readBody(request, LARGEST_EVENT)).toString('utf8');
    const call = { method, url, headers, body };
    const path = `${method} ${url.pathname}`;
    const act = async (): Promise<Answer> => answerRest(call, world) ?? NOT_FOUND;
    if (/^.(incidents|oncalls)/.test(url.pathname)) {
      calls.push({ at: now(), path, body, outcome: 'ok', accepted: true });
      const fault = faults.take({ action: path, dedupKey: undefined });
      return answer(response, fault, act, WORDS);
    }
    page(request, response);
  };

  const act: PagerDuty['act'] = (number, action, person = 'Pat Page', content?) => {
    const id = `P${person.toUpperCase().replaceAll(/\W/g, '')}`;
    const agent = { id, type: 'user_reference', summary: person } as const;
    book.act(number, { action, agent, at: now(), ...(content !== undefined && { content }) });
  };

  const page = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    const click = /^\/incidents\/(\d+)\/(acknowledge|unacknowledge|resolve)$/.exec(
      request.url ?? '',
    );
    // Only the page itself may click.
    if (click !== null && request.method === 'POST' && isOwn(request)) {
      const [, number, action] = click;
      act(Number(number), z.enum(CLICKS).parse(action));
      return send(response, { status: 204, body: '' });
    }
    if (request.url !== '/' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return send(response, NOT_FOUND);
    }
    const html = renderPage(book.incidents(), changes, now());
    send(response, { status: 200, headers: PAGE_HEADERS, body: html });
  };

  const secure = createServer(options.tls, (request, response) => {
    // A caller that hangs up while it sends is none of the stand-in's business.
    enqueue(request, response).catch(() => response.destroy());
  });
  const plain = createPlainServer(page);
  const api = await listen(secure, options.port);
  const pages = await listen(plain, options.pagePort).catch(async (error: unknown) => {
    await api.stop();
    throw error;
  });
  return {
    eventsUrl: `https://127.0.0.1:${api.port}`,
    pageUrl: `http://127.0.0.1:${pages.port}/`,
    events,
    changes,
    calls,
    incidents: book.incidents,
    faults,
    apiUrl: `https://127.0.0.1:${api.port}`,
    act,
    subscribe: webhooks.subscribe,
    webhooks: webhooks.sent,
    stop: async () => {
      await Promise.all([webhooks.stop(), api.stop(), pages.stop()]);
    },
  };
}

const KINDS: Readonly<Record<string, 'alert' | 'change'>> = {
  '/v2/enqueue': 'alert',
  '/v2/change/enqueue': 'change',
};

const CLICKS = ['acknowledge', 'unacknowledge', 'resolve'] as const;

const NOT_FOUND = { status: 404, body: JSON.stringify({ status: 'not found' }) };

function isOwn({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-site'] === 'same-origin';
}

function keyErrors(
  event: { routing_key: string },
  routingKeys: readonly string[] | undefined,
): readonly string[] {
  const known = routingKeys === undefined || routingKeys.includes(event.routing_key);
  return known ? [] : ['Invalid routing key'];
}

function accepted(more: { dedup_key?: string }): Answer {
  const body = { status: 'success', message: 'Event processed', ...more };
  return { status: 202, body: JSON.stringify(body) };
}

function invalid(errors: readonly string[]): Answer {
  const body = { status: 'invalid event', message: 'Event object is invalid', errors };
  return { status: 400, body: JSON.stringify(body) };
}

const TOO_LARGE = { status: 'invalid event', message: 'Event is larger than 512 KB', errors: [] };

/** Source: https://developer.pagerduty.com/docs/events-api-v2-overview#response-codes--retry-logic */
const WORDS = {
  rateLimited: (seconds: number): Answer => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: JSON.stringify({
      status: 'throttle exceeded',
      message: 'Requests for this service are arriving too quickly. Please retry later.',
    }),
  }),
  failed: (status: number): Answer => ({
    status,
    body: JSON.stringify({ status: 'error', message: 'Internal Server Error' }),
  }),
};
