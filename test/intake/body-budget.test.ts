import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { snsEndpoint } from '../../src/intake/sns/endpoint.ts';
import { webhookEndpoints } from '../../src/intake/webhooks/endpoints.ts';
import { startIntake, type IntakeServer } from './support/intake-server.ts';
import { createRig, NOW } from './support/receiver.ts';

const RAW = { 'x-amz-sns-rawdelivery': 'true' };

let server: IntakeServer;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.stop();
});

/** Sends a part of a body and then nothing more. */
function dawdle(bytes: number, path = '/v1/x'): void {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(bytes)}`,
  );
  sockets.push(socket);
}

async function start(): Promise<void> {
  const receive = () => Promise.resolve({ status: 200, reason: 'accepted' });
  const isStranger = () => true;
  server = await startIntake({
    endpoints: [
      { path: '/v1/x', receive },
      { path: '/v1/open', isStranger, receive },
      { path: '/v1/ajar', isStranger, receive },
    ],
    maxBytesAtOnce: { known: 10_000, strangers: 8_000 },
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

describe('senders who have shown nothing yet', () => {
  const post = async (path: string) => (await server.post(path, 'x'.repeat(4000))).status;

  it('take room from those at their own door alone', async () => {
    await start();
    for (let index = 0; index < 2; index += 1) dawdle(3000, '/v1/open');
    await vi.waitFor(async () => expect(await post('/v1/open')).toBe(503));
    expect(await post('/v1/x')).toBe(200);
    expect(await post('/v1/ajar')).toBe(200);
  });

  it('have room also when those who are known have none', async () => {
    await start();
    for (let index = 0; index < 3; index += 1) dawdle(3000);
    await vi.waitFor(async () => expect(await post('/v1/x')).toBe(503));
    expect(await post('/v1/open')).toBe(200);
  });
});

describe('a stranger', () => {
  it.each([
    ['who posts to /v1/sns', '/v1/sns', {}, true],
    ['who posts raw to it is none: the secret was shown', '/v1/sns', RAW, false],
    ['who posts to /v1/sentry', '/v1/sentry', {}, true],
    ['who posts to /v1/alerts is none: the token was shown', '/v1/alerts', {}, false],
    ['who posts to /v1/grafana is none', '/v1/grafana', {}, false],
  ])('is one %s', async (_, path, headers, expected) => {
    await start();
    const { deps, inbox } = await createRig();
    const endpoints = [
      snsEndpoint({ ...deps, rawSecret: 'secret' }),
      ...webhookEndpoints({}, { inbox, now: () => NOW }),
    ];
    const endpoint = endpoints.find((one) => one.path === path);
    expect(endpoint?.isStranger?.(headers) ?? false).toBe(expected);
  });
});
