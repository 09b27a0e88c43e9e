import type { IncomingMessage } from 'node:http';

/** More than any form of ours is. */
const MOST_BYTES = 8 * 1024;

/** What was filled in; undefined where it is more than a form of ours can be. @throws when the sender goes away */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // What is too much ends the reading, not the connection: the answer still has to go through it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
