import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';

/** One question to an HTTP server. */
export interface HttpQuestion {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** A certificate authority (PEM) to trust instead of the usual ones. */
  readonly ca?: string | undefined;
  readonly signal: AbortSignal;
}

/** What a server said, whatever it is. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** In bytes: about a thousand series of three hundred points. */
const LARGEST_ANSWER = 10 * 1024 * 1024;

/**
 * Asks once. Redirects are not followed: they would carry the credentials somewhere else.
 *
 * @throws AnswerTooLarge, or what went wrong on the way
 */
export async function askOnce(
  url: URL,
  { method, headers, body, ca, signal }: HttpQuestion,
): Promise<HttpAnswer> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request(url, {
    method,
    headers: {
      ...headers,
      accept: 'application/json',
      'user-agent': 'tocsin',
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
    signal,
    ...(ca !== undefined && { ca }),
  });
  outgoing.once('response', resolve).once('error', reject).end(body);
  const response = await answered;
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await bounded(response),
  };
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

/** What a body says as JSON; undefined where it is none. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** By Node's code of what went wrong. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at this address',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host’s name can’t be looked up',
  ECONNRESET: 'the connection was cut',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is its own: name it as ca_file',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not known: name it as ca_file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate authority is not known: name it as ca_file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is not known: name it as ca_file',
};

/** Why a server could not be asked, in words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  return known ?? (error.message || code);
}
