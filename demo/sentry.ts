import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { listen } from './listen.ts';
import { readBody } from './request-body.ts';
import { countOf, detailsOf, listed, type SentryError } from './sentry-errors.ts';

/** One question, as it came in. */
export interface SentryCall {
  readonly method: string;
  /** After `/api/0/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An answer that is none of the stand-in's own. */
export interface OddAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SentryStandIn {
  readonly url: string;
  readonly calls: SentryCall[];
  readonly errors: SentryError[];
  /** Asked before each call: an answer to give instead, nothing, or `silence`. */
  instead: (call: SentryCall) => OddAnswer | 'silence' | undefined;
  readonly stop: () => Promise<void>;
}

export const SENTRY_TOKEN = 'sntryu_the-token-of-the-stand-in';
export const SENTRY_ORGANIZATION = 'shop';
/** The errors as a config has them. */
export function errorsConfig(url: string): string {
  return `
errors:
  sentry: { url: "${url}", token: ${SENTRY_TOKEN}, organization: ${SENTRY_ORGANIZATION} }
`;
}

const PROJECTS = ['web', 'orders-api'];
const ENVIRONMENTS = ['production', 'staging'];
const LONGEST_BODY = 10_000;
const marked = z.object({ status: z.enum(['resolved', 'unresolved']) });

/**
 * Sentry's API as far as the bot asks it, over errors that are made up.
 *
 * @see https://docs.sentry.io/api/
 */
export async function startSentry(errors: readonly SentryError[]): Promise<SentryStandIn> {
  const server = createServer((request, response) => void answer(request, response));
  const { port, stop } = await listen(server);
  const standIn: SentryStandIn = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    errors: [...errors],
    instead: () => undefined,
    stop,
  };
  return standIn;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', standIn.url);
    const call: SentryCall = {
      method: request.method ?? '',
      path: url.pathname.replace('/api/0/', ''),
      query: url.searchParams,
      authorization: request.headers.authorization,
      body: (await readBody(request, LONGEST_BODY)).toString(),
    };
    standIn.calls.push(call);
    const odd = standIn.instead(call);
    if (odd === 'silence') return;
    const { status = 200, headers = {}, body } = odd ?? answerTo(call, standIn);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  }
}

function answerTo(call: SentryCall, { errors, url }: SentryStandIn): OddAnswer {
  if (call.authorization !== `Bearer ${SENTRY_TOKEN}`) return refusal(401, 'Invalid token');
  const [first, organization, what, id, tags] = call.path.split('/');
  if (first !== 'organizations') return refusal(404, 'The requested resource does not exist');
  if (organization === '') return json([{ slug: SENTRY_ORGANIZATION }]);
  if (organization !== SENTRY_ORGANIZATION) return missing();
  if (what === 'projects') return json(PROJECTS.map((slug) => ({ slug })));
  if (what === 'environments') return json(ENVIRONMENTS.map((name) => ({ name })));
  if (what !== 'issues') return missing();
  if (id === '') return listOf(call, errors, url);
  const index = errors.findIndex((error) => error.id === id);
  const error = errors[index];
  if (error === undefined) return missing();
  if (tags === 'tags') {
    const topValues = error.environments.map((value, at) => ({ value, count: 10 - at }));
    return topValues.length === 0 ? missing() : json({ key: 'environment', topValues });
  }
  if (call.method !== 'PUT') return json(detailsOf(error, Date.now()));
  const { status } = marked.parse(JSON.parse(call.body));
  errors[index] = { ...error, status };
  return json({ ...detailsOf(error, Date.now()), status });
}

function listOf({ query }: SentryCall, errors: readonly SentryError[], url: string): OddAnswer {
  const text = query.get('query') ?? '';
  const projects = /project:\[([^\]]*)\]/u.exec(text)?.[1]?.split(',');
  const unknown = projects?.filter((name) => !PROJECTS.includes(name)) ?? [];
  if (unknown.length > 0) {
    return refusal(
      400,
      `Invalid query. Project(s) ${unknown.join(', ')} do not exist or are not actively selected.`,
    );
  }
  const environment = query.get('environment');
  if (environment !== null && !ENVIRONMENTS.includes(environment)) return missing();
  const release = /release:"([^"]*)"/u.exec(text)?.[1];
  const found = errors.filter(
    (error) =>
      (query.get('shortIdLookup') === '1'
        ? error.shortId === text.toUpperCase()
        : error.status === 'unresolved') &&
      (projects?.includes(error.project) ?? true) &&
      (environment === null || error.environments.includes(environment)) &&
      (release === undefined || error.release === release),
  );
  const start = Date.parse(`${query.get('start') ?? '2000-01-01T00:00'}Z`);
  const end = Date.parse(`${query.get('end') ?? '2100-01-01T00:00'}Z`);
  const counts = new Map(found.map((error) => [error.id, countOf(error, { start, end })]));
  const size = Number(query.get('limit') ?? '100');
  const from = Number((query.get('cursor') ?? '0:0:0').split(':')[1]);
  const sorted = found.toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
  const link = (rel: string, at: number, has: boolean) =>
    `<${url}/api/0/?cursor=0:${at}:0>; rel="${rel}"; results="${has}"; cursor="0:${at}:0"`;
  return {
    headers: {
      link: [
        link('previous', Math.max(0, from - size), from > 0),
        link('next', from + size, from + size < sorted.length),
      ].join(', '),
    },
    body: JSON.stringify(
      sorted
        .slice(from, from + size)
        .map((error) => listed(error, counts.get(error.id) ?? 0, release !== undefined)),
    ),
  };
}

function json(value: unknown): OddAnswer {
  return { body: JSON.stringify(value) };
}

function missing(): OddAnswer {
  return refusal(404, 'The requested resource does not exist');
}

function refusal(status: number, detail: string): OddAnswer {
  return { status, body: JSON.stringify({ detail }) };
}
