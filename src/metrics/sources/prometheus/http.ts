import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

/** A Prometheus-compatible server, and how it lets us in. */
export interface PrometheusServer {
  /** What comes before `/api/v1`, without a slash at its end. */
  readonly url: string;
  readonly bearerToken?: string | undefined;
  readonly basicAuth?: { readonly username: string; readonly password: string } | undefined;
  /** A certificate authority (PEM) to trust instead of the usual ones. */
  readonly ca?: string | undefined;
  /** Sent with each question: a tenant, for one. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Without an answer for this long a question has failed, in milliseconds; 30 s unless told. */
  readonly timeoutMs?: number;
}

/** What a server said, whatever it is. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Where a redirect points to. */
  readonly location?: string | undefined;
  readonly body: string;
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** About a thousand series of three hundred points. */
const LARGEST_ANSWER = 10 * 1024 * 1024;

/**
 * Asks once. Redirects are not followed: they would carry the credentials somewhere else.
 *
 * @param path after `/api/v1/`
 * @param form is posted; without it the path is fetched
 * @throws AnswerTooLarge, or what went wrong on the way
 */
export async function ask(
  server: PrometheusServer,
  path: string,
  form: URLSearchParams | undefined,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const url = new URL(`${server.url}/api/v1/${path}`);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const body = form?.toString();
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...server.headers,
      ...authorization(server),
      accept: 'application/json',
      'user-agent': 'tocsin',
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      }),
    },
    signal,
    ...(server.ca !== undefined && { ca: server.ca }),
  });
  outgoing.once('response', resolve).once('error', reject).end(body);
  const response = await answered;
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    location: response.headers.location,
    body: await bounded(response),
  };
}

function authorization({ bearerToken, basicAuth }: PrometheusServer): Record<string, string> {
  if (bearerToken !== undefined) return { authorization: `Bearer ${bearerToken}` };
  if (basicAuth === undefined) return {};
  const plain = `${basicAuth.username}:${basicAuth.password}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

async function bounded(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Leaving the loop ends the connection.
    if (size > LARGEST_ANSWER) throw new AnswerTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
