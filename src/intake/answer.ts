import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a request is answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: 'text/plain' | 'application/json';
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body nobody waits for is thrown away up to here … */
const DISCARD_BYTES = 4 * 1024 * 1024;
/** … and for so long, milliseconds. */
const DISCARD_MS = 1000;

/** Answers a request that was read to its end, or had nothing to read. */
export function answer(request: IncomingMessage, response: ServerResponse, given: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const closes = !request.complete;
  const isLine = given.contentType !== 'application/json' && given.body !== '';
  const body = isLine ? `${given.body}\n` : given.body;
  response.writeHead(given.status, {
    'content-type': `${given.contentType ?? 'text/plain'}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(closes ? { connection: 'close' } : {}),
    ...given.headers,
  });
  if (!closes) {
    response.end(body);
    return;
  }
  response.write(body);
  endAfterDiscarding(request, response);
}

/**
 * Ends a connection on which the sender is still writing. To close at once would make the kernel
 * reset it, and the sender would see that instead of the answer; so what comes is thrown away for a
 * moment, within bounds, while the answer is already out.
 */
function endAfterDiscarding(request: IncomingMessage, response: ServerResponse): void {
  let left = DISCARD_BYTES;
  const end = () => {
    clearTimeout(timer);
    request.off('data', discard);
    response.end();
    request.socket.destroySoon();
  };
  const discard = (chunk: Buffer) => {
    left -= chunk.length;
    if (left <= 0) end();
  };
  const timer = setTimeout(end, DISCARD_MS);
  request.on('data', discard).once('end', end).once('close', end);
}
