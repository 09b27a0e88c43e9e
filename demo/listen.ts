import type { Server } from 'node:http';
import { createServer } from 'node:net';

/** A server that listens on this machine only. */
export interface Listening {
  readonly port: number;
  /** Stops listening and drops every connection, also those that wait for an answer. */
  readonly stop: () => Promise<void>;
}

/**
 * Makes a server listen on 127.0.0.1. Without a port the system picks a free one.
 *
 * @throws Error when the port is taken.
 */
export async function listen(server: Server, port = 0): Promise<Listening> {
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await listening;
  server.off('error', reject);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return { port: address.port, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  await closed;
}

/**
 * A TCP port of 127.0.0.1 that was free a moment ago: for programs that must be told their port
 * before they start.
 */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const { promise: port, resolve, reject } = Promise.withResolvers<number>();
  probe.once('error', reject);
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address();
    probe.close(() => {
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'));
      else resolve(address.port);
    });
  });
  return port;
}
