/** As much of the global `fetch` as is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchLimits {
  /** For the answer and its body together, milliseconds. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Gets a URL: no redirects, status 200 only, the whole body within the limits.
 *
 * @throws Error with a few words on why there is nothing to return.
 */
export async function fetchBounded(
  fetch: Fetch,
  url: string,
  { timeoutMs, maxBytes }: FetchLimits,
): Promise<Buffer> {
  const abort = new AbortController();
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${timeoutMs} ms`));
    abort.abort();
  }, timeoutMs);
  try {
    return await Promise.race([get(fetch, url, abort.signal, maxBytes), tooLate]);
  } finally {
    clearTimeout(timer);
    // Whatever is left of the answer is of no interest, and its connection must not linger.
    abort.abort();
  }
}

async function get(
  fetch: Fetch,
  url: string,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Buffer> {
  const response = await fetch(url, { redirect: 'error', signal }).catch((error: unknown) => {
    throw new Error(`no connection (${causeOf(error)})`);
  });
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` itself only ever says "fetch failed"; the cause says why. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
