import type { IncomingMessage } from 'node:http';
import type { BodyLease } from './body-budget.ts';
import { Refusal } from './refusal.ts';

/** The sender went away before the request was whole: there is nobody to answer. */
export class RequestAborted extends Error {
  override readonly name = 'RequestAborted';
}

/** So many chunks are made one: a body of 4 MiB comes in about 64 of them, unless somebody means harm. */
const MOST_CHUNKS = 256;

export interface BodyLimits {
  readonly maxBytes: number;
  /** From now until the last byte, milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads a request's body, as far as the limits and the memory that all bodies share.
 *
 * @throws Refusal 413 (also at once when Content-Length says so), 408 or 503; RequestAborted.
 */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  lease: BodyLease,
): Promise<Buffer> {
  const { maxBytes, timeoutMs } = limits;
  const tooLarge = () => new Refusal(413, `the body is larger than ${maxBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());

  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => {
    reject(new Refusal(408, `the body did not come within ${timeoutMs} ms`));
  }, timeoutMs);
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    try {
      if (size > maxBytes) throw tooLarge();
      lease.take(chunk.length);
      chunks.push(chunk);
      // A chunk holds far more memory than the few bytes that may be in it.
      if (chunks.length === MOST_CHUNKS) chunks.splice(0, MOST_CHUNKS, Buffer.concat(chunks, size));
    } catch (error) {
      reject(error);
    }
  };
  const onEnd = () => {
    const [only] = chunks;
    resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size));
  };
  const onGone = () => {
    if (!request.complete) reject(new RequestAborted('the sender went away'));
  };
  request.on('data', onData).once('end', onEnd).once('close', onGone);
  // Without a listener the reset of a connection would end the process.
  request.on('error', onGone);
  return promise.finally(() => {
    clearTimeout(timer);
    request.off('data', onData).off('end', onEnd).off('close', onGone);
  });
}
