import { askOnce, type HttpAnswer } from '../../http.ts';

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

/**
 * Asks once; redirects are not followed.
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
  const headers = { ...server.headers, ...authorization(server) };
  const url = new URL(`${server.url}/api/v1/${path}`);
  const { ca } = server;
  if (form === undefined) return askOnce(url, { method: 'GET', headers, ca, signal });
  return askOnce(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    ca,
    signal,
  });
}

function authorization({ bearerToken, basicAuth }: PrometheusServer): Record<string, string> {
  if (bearerToken !== undefined) return { authorization: `Bearer ${bearerToken}` };
  if (basicAuth === undefined) return {};
  const plain = `${basicAuth.username}:${basicAuth.password}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}
