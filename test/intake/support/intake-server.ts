import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIntake, type IntakeDeps, type IntakeRequest } from '../../../src/intake/http.ts';

export interface Line {
  readonly level: 'info' | 'warn' | 'audit';
  readonly message: string;
  readonly [field: string]: unknown;
}

/** The intake behind a real port, with what it logged and counted. */
export interface IntakeServer {
  readonly port: number;
  readonly lines: readonly Line[];
  readonly counted: readonly IntakeRequest[];
  readonly post: (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  readonly stop: () => void;
}

export async function startIntake(
  deps: Pick<IntakeDeps, 'endpoints'> & Partial<IntakeDeps>,
): Promise<IntakeServer> {
  const lines: Line[] = [];
  const counted: IntakeRequest[] = [];
  const intake = createIntake({
    log: {
      info: (fields, message) => lines.push({ level: 'info', message, ...fields }),
      warn: (fields, message) => lines.push({ level: 'warn', message, ...fields }),
    },
    audit: (deed) => lines.push({ level: 'audit', message: deed.action, ...deed }),
    onRequest: (one) => counted.push(one),
    ...deps,
  });
  const server = createServer((request, response) => {
    if (!intake(request, response)) response.writeHead(404).end('not the intake’s');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    lines,
    counted,
    post: (path, body, headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
