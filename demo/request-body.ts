import type { IncomingMessage } from 'node:http';

/** A request body grew past what its reader accepts. */
export class BodyTooLarge extends Error {}

/**
 * Reads a request's body to its end. A body over the limit is read and dropped, so that the caller
 * can answer on a connection the sender is still writing to.
 *
 * @throws BodyTooLarge when it is longer than `limit` bytes.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length <= limit) parts.push(bytes);
  }
  if (length > limit) throw new BodyTooLarge(`${length} bytes, over ${limit}`);
  return Buffer.concat(parts);
}
