import type { z } from 'zod';
import { visible } from '../../../alert/visible.ts';
import { AnswerTooLarge, jsonOf, reasonOf, type HttpAnswer } from '../../http.ts';
import type { Problem } from '../../problem.ts';
import { ask, type PrometheusServer } from './http.ts';
import type { ErrorAnswer, SuccessAnswer } from './schema.ts';

type Schema<T> = z.ZodType<SuccessAnswer<T> | ErrorAnswer>;

/** What a call came to. */
export type Outcome<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly problem: Problem };

const CALL_TIMEOUT = 30_000;
/** What a server says of an error is for people: a line or two. */
const LONGEST_WHY = 300;

/** Calls one of the API's endpoints, once; nothing is thrown. */
export async function call<T>(
  server: PrometheusServer,
  path: string,
  form: Readonly<Record<string, string>> | undefined,
  schema: Schema<T>,
  signal?: AbortSignal,
): Promise<Outcome<SuccessAnswer<T>>> {
  const after = server.timeoutMs ?? CALL_TIMEOUT;
  const timeout = AbortSignal.timeout(after);
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  try {
    // The server shall give up when we do, for it has better things to do.
    const body = form && new URLSearchParams({ ...form, timeout: `${after}ms` });
    return understood(await ask(server, path, body, either), schema, after);
  } catch (error) {
    if (signal?.aborted === true) return unreachable('cancelled');
    if (timeout.aborted) return failed({ kind: 'timed-out', after });
    if (error instanceof AnswerTooLarge) {
      return refused('the answer is over 10 MB: ask for fewer series, such as sum by (job) (…)');
    }
    return unreachable(reasonOf(error));
  }
}

function understood<T>(
  http: HttpAnswer,
  schema: Schema<T>,
  after: number,
): Outcome<SuccessAnswer<T>> {
  const { status, headers, body } = http;
  const { location, 'content-type': contentType = '' } = headers;
  if (status === 401 || status === 403) return failed({ kind: 'credentials-refused', status });
  if (status === 429) return failed({ kind: 'throttled' });
  if (status >= 300 && status < 400) {
    const to = location === undefined ? '' : `, to ${visible(location).slice(0, 100)}`;
    return unreachable(`HTTP ${status}${to}: redirects are refused`);
  }
  const read = schema.safeParse(jsonOf(body));
  if (!read.success) {
    if (status === 404) return unreachable('HTTP 404: there is no Prometheus API at this address');
    if (status < 200 || status >= 300) return unreachable(`HTTP ${status}`);
    const type = visible(contentType.split(';')[0] ?? '').slice(0, 50);
    return unreachable(`what answered (${type || 'no type'}) is no Prometheus API`);
  }
  const answer = read.data;
  if (answer.status === 'success') return { ok: true, answer };
  const why = visible(answer.error || answer.errorType || `HTTP ${status}`).slice(0, LONGEST_WHY);
  if (answer.errorType === 'timeout' || answer.errorType === 'canceled') {
    return failed({ kind: 'timed-out', after });
  }
  const isServers = answer.errorType === 'unavailable' || answer.errorType === 'internal';
  return isServers ? unreachable(why) : refused(why);
}

function failed(problem: Problem) {
  return { ok: false, problem } as const;
}

function refused(why: string) {
  return failed({ kind: 'refused', why });
}

function unreachable(why: string) {
  return failed({ kind: 'unreachable', why });
}
