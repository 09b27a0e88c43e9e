import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startIntake, type IntakeServer } from './support/intake-server.ts';

let server: IntakeServer;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.stop();
});

/** Sends a part of a body and then nothing more. */
function dawdle(bytes: number): void {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(bytes)}`,
  );
  sockets.push(socket);
}

async function start(): Promise<void> {
  server = await startIntake({
    endpoints: [
      { path: '/v1/x', receive: () => Promise.resolve({ status: 200, reason: 'accepted' }) },
    ],
    maxBytesAtOnce: 10_000,
  });
}

describe('bodies under way together', () => {
  it('that hold too much are answered 503 with when to come back; when they are gone there is room', async () => {
    await start();
    for (let index = 0; index < 3; index += 1) dawdle(3000);
    await vi.waitFor(async () => {
      const refused = await server.post('/v1/x', 'x'.repeat(4000));
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    });
    for (const socket of sockets.splice(0)) socket.destroy();
    await vi.waitFor(async () => {
      expect((await server.post('/v1/x', 'x'.repeat(4000))).status).toBe(200);
    });
  });

  it('give back what they held, so that one after the other all are taken', async () => {
    await start();
    for (let index = 0; index < 20; index += 1) {
      expect((await server.post('/v1/x', 'x'.repeat(9000))).status).toBe(200);
    }
  });
});
