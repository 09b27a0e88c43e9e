import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { visible } from '../../../alert/visible.ts';
import { AnswerTooLarge, askOnce, jsonOf, reasonOf, type HttpAnswer } from '../../http.ts';
import { failed, type Asked, type ErrorsProblem } from '../problem.ts';
import { nextCursor } from './links.ts';
import { detailSchema } from './schema.ts';

/** An organization at Sentry, and how it lets us in. */
export interface SentryServer {
  /** What comes before `/api/0`, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly organization: string;
  /** A certificate authority (PEM) to trust instead of the usual ones. */
  readonly ca?: string | undefined;
  /** Without an answer for this long a question has failed, in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** One question to Sentry. */
export interface SentryQuestion {
  readonly method?: 'GET' | 'PUT';
  /** After `/api/0/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What the token has to be allowed for it. */
  readonly scope: string;
}

export interface Page<T> {
  readonly value: T;
  /** Where the next page begins, where there is one. */
  readonly next?: string | undefined;
}

/** What a question came to; with the status of what Sentry refused. */
export type Called<T> = Asked<Page<T>> & { readonly status?: number };

const CALL_TIMEOUT = 10_000;
const LONGEST_WHY = 300;
/** Sentry counts by the second: so long it is worth to wait, so often. */
const LONGEST_PAUSE = 5_000;
const PAUSES = 3;

/** Asks Sentry; where it was asked too often just now, again a moment later. Nothing is thrown. */
export async function call<T>(
  server: SentryServer,
  question: SentryQuestion,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Called<T>> {
  for (let pauses = 0; ; pauses += 1) {
    const called = await callOnce(server, question, schema, signal);
    if (called.ok || called.problem.kind !== 'throttled' || pauses === PAUSES) return called;
    const { after = 1_000 } = called.problem;
    if (after > LONGEST_PAUSE || signal.aborted) return called;
    await sleep(after, undefined, { signal }).catch(() => {});
  }
}

async function callOnce<T>(
  server: SentryServer,
  { method = 'GET', path, query = {}, body, scope }: SentryQuestion,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Called<T>> {
  const after = server.timeoutMs ?? CALL_TIMEOUT;
  const timeout = AbortSignal.timeout(after);
  const url = new URL(`${server.url}/api/0/${path}`);
  url.search = new URLSearchParams(query).toString();
  try {
    const answer = await askOnce(url, {
      method,
      headers: {
        authorization: `Bearer ${server.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      ca: server.ca,
      signal: AbortSignal.any([timeout, signal]),
    });
    const { status } = answer;
    if (status >= 200 && status < 300) return understood(answer, schema);
    return { ...failed(problemOf(answer, scope)), status };
  } catch (error) {
    if (timeout.aborted && !signal.aborted) return failed({ kind: 'timed-out', after });
    const why = error instanceof AnswerTooLarge ? 'the answer is over 10 MB' : reasonOf(error);
    return failed({ kind: 'unreachable', why: signal.aborted ? 'cancelled' : why });
  }
}

function understood<T>({ headers, body }: HttpAnswer, schema: z.ZodType<T>): Called<T> {
  const read = schema.safeParse(jsonOf(body));
  if (read.success) {
    return { ok: true, answer: { value: read.data, next: nextCursor(headers.link) } };
  }
  const type = visible(headers['content-type']?.split(';')[0] ?? '').slice(0, 50);
  return failed({ kind: 'nonsense', why: `${type || 'an answer of no type'} of another form` });
}

function problemOf({ status, headers, body }: HttpAnswer, scope: string): ErrorsProblem {
  const said = detailSchema.safeParse(jsonOf(body));
  const detail = said.success ? visible(said.data.detail).slice(0, LONGEST_WHY) : undefined;
  if (status === 401) return { kind: 'token-refused' };
  if (status === 403) return { kind: 'no-permission', scope };
  if (status === 429) return { kind: 'throttled', after: pauseIn(headers) };
  if (status >= 500) return { kind: 'unreachable', why: `HTTP ${status}` };
  if (status >= 300 && status < 400) {
    return { kind: 'nonsense', why: `HTTP ${status}, and redirects are refused` };
  }
  if (detail === undefined) return { kind: 'nonsense', why: `HTTP ${status}` };
  return { kind: 'refused', why: detail.replace(/\.$/u, '') };
}

/**
 * After how many milliseconds Sentry may be asked again. Of a window that ends it says when, in seconds of
 * its own clock; its answer says what time that has.
 *
 * @see https://docs.sentry.io/api/ratelimits/
 */
function pauseIn(headers: HttpAnswer['headers']): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  if (seconds >= 0) return seconds * 1000;
  const reset = Number(headers['x-sentry-rate-limit-reset'] ?? Number.NaN) * 1000;
  const now = Date.parse(headers.date ?? '');
  return reset >= now ? reset - now : undefined;
}
