import { createServer } from 'node:net';
import { freePort } from './listen.ts';

/** The port if nobody has it, else a free one. */
export async function preferredPort(port: number): Promise<number> {
  const probe = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  probe.once('error', () => resolve(false));
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  return (await promise) ? port : freePort();
}
