import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long requests under way may take when the bot stops, in milliseconds. */
const CLOSE_GRACE = 5_000;
/** A connection on which nothing moves for so long is closed: whoever does not read its answers, for one. */
const STANDSTILL = 30_000;

/** Each holds a few kilobytes, and a place that others then can't have. */
const MAX_CONNECTIONS = 1000;
/** For a request's headers, in milliseconds: who is slower keeps one of these places for nothing. */
const HEADERS_TIMEOUT = 10_000;

export interface HttpServer {
  /** Where it listens, for example `http://127.0.0.1:8080`. */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws when the address can't be listened at; the message says what to do. */
export async function startServer(
  requests: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<HttpServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: HEADERS_TIMEOUT / 2 },
    requests,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(STANDSTILL);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(helpFor(error, host, port), { cause: error })),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = isAddressInfo(address) ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => closeServer(server),
  };
}

function helpFor(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  const elsewhere = 'write another address as http.listen in the config';
  if (code === 'EADDRINUSE') {
    return `another program listens on ${host}:${port}: stop it, or ${elsewhere}`;
  }
  if (code === 'EACCES') return `port ${port} is for root alone: ${elsewhere}`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `this machine has no address ${host}: ${elsewhere}`;
  }
  return `it can not listen on ${host}:${port}: ${error.message}`;
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // A request that never ends must not keep the bot from stopping.
    setTimeout(() => server.closeAllConnections(), CLOSE_GRACE).unref();
  });
}
