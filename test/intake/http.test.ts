import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Endpoint } from '../../src/intake/http.ts';
import { snsEndpoint } from '../../src/intake/sns/endpoint.ts';
import { webhookEndpoints } from '../../src/intake/webhooks/endpoints.ts';
import { metricAlarm, TOPIC } from './support/alarms.ts';
import { startIntake, type IntakeServer } from './support/intake-server.ts';
import { createRig, NOW, type Rig } from './support/receiver.ts';
import { confirmation, createSnsSender, notification } from './support/sns-sender.ts';

let rig: Rig;
let server: IntakeServer;

async function start(limits: Endpoint['limits'] = {}, token = 's3cret'): Promise<void> {
  const { inbox, deps } = rig;
  const sns = snsEndpoint({ ...deps, rawSecret: '' });
  const own = { tocsin: { token, max_body: 768 * 1024 } };
  const webhooks = webhookEndpoints(own, { inbox, now: () => NOW });
  server = await startIntake({ endpoints: [{ ...sns, limits }, ...webhooks] });
}

beforeEach(async () => {
  rig = await createRig();
  await start();
});

afterEach(() => server.stop());

function post(...request: Parameters<IntakeServer['post']>): Promise<Response> {
  return server.post(...request);
}

function postSns(message: object): Promise<Response> {
  return post('/v1/sns', JSON.stringify(message));
}

/** After whatever came before, a genuine message is still taken. */
async function expectGoesOn(): Promise<void> {
  const before = rig.inbox.accepted.length;
  const response = await postSns(rig.sender.sign(notification()));
  expect(response.status).toBe(200);
  expect(rig.inbox.accepted).toHaveLength(before + 1);
}

/** Writes raw bytes, leaves the writing side as told, and reads what comes until the end. */
function raw(bytes: string, { end }: { end: boolean }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('POST /v1/sns', () => {
  it('answers 200 to a signed alarm and makes it durable', async () => {
    const Message = JSON.stringify(metricAlarm());
    const response = await postSns(rig.sender.sign(notification({ Message })));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('accepted\n');
    expect(rig.inbox.accepted).toHaveLength(1);
    expect(server.counted).toEqual([{ endpoint: '/v1/sns', status: 200, source: 'cloudwatch' }]);
  });

  it('logs one line with the trace id that the event carries', async () => {
    await postSns(rig.sender.sign(notification()));
    expect(server.lines).toMatchObject([
      {
        level: 'info',
        status: 200,
        topic: TOPIC,
        trace_id: rig.inbox.accepted[0]?.event.traceId,
        signals: 1,
      },
    ]);
  });

  it('warns in its line of a severity that is not on the ladder', async () => {
    const Message = JSON.stringify(metricAlarm({ AlarmDescription: 'severity: urgent' }));
    await postSns(rig.sender.sign(notification({ Message })));
    expect(server.lines).toMatchObject([
      {
        level: 'warn',
        status: 200,
        signals: 1,
        unknownSeverities: ['urgent'],
        message: expect.stringMatching(/^received, but .* critical \(p0, page, .*minor\)$/u),
      },
    ]);
  });

  it.each<[string, number, () => Promise<object> | object]>([
    ['a forged signature', 403, async () => (await createSnsSender()).sign(notification())],
    [
      'a foreign host in SigningCertURL',
      403,
      () => rig.sender.sign(notification({ SigningCertURL: 'https://evil.com/a.pem' })),
    ],
    [
      'a foreign host in SubscribeURL',
      403,
      () => rig.sender.sign(confirmation({ SubscribeURL: 'https://evil.com/?Action=x' })),
    ],
    ['an unlisted topic', 403, () => rig.sender.sign(notification({ TopicArn: `${TOPIC}x` }))],
    [
      'an old message',
      403,
      () => rig.sender.sign(notification({ Timestamp: '2026-02-28T00:00:00.000Z' })),
    ],
    ['something else', 400, () => ({ hello: 'world' })],
  ])('refuses %s with %i in one line and goes on', async (_, status, make) => {
    const response = await postSns(await make());
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/u);
    expect(await response.text()).toMatch(/^[^\n]{1,200}\n$/u);
    await vi.waitFor(() => {
      expect(server.lines).toMatchObject([{ level: 'warn', message: 'refused', status }]);
    });
    expect(server.lines[0]?.['trace_id']).toMatch(/^[0-9a-f]{32}$/u);
    expect(server.counted).toMatchObject([{ status, source: 'unknown' }]);
    await expectGoesOn();
  });

  it.each([
    ['half a message', JSON.stringify(notification()).slice(0, 200)],
    ['nothing', ''],
    ['invalid UTF-8', Uint8Array.from([0x22, 0xc3, 0x28, 0x22])],
    ['deep JSON', '['.repeat(100_000)],
  ])('refuses %s with 400 and goes on', async (_, body) => {
    expect((await post('/v1/sns', body)).status).toBe(400);
    await expectGoesOn();
  });

  it('refuses a body of 1 MB with 413, told by its length', async () => {
    expect((await post('/v1/sns', 'x'.repeat(1_000_000))).status).toBe(413);
    await expectGoesOn();
  });

  it('refuses what is announced too large before any of it came', async () => {
    const head = 'POST /v1/sns HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n';
    const answer = await raw(head, { end: false });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /u);
    expect(answer).toMatch(/connection: close/iu);
    await expectGoesOn();
  });

  it('refuses a body of 1 MB with 413, told by counting', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(
        { port: server.port, host: '127.0.0.1', path: '/v1/sns', method: 'POST' },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on('error', reject);
      // Without a length it goes in chunks.
      request.write('x'.repeat(500_000));
      request.write('x'.repeat(500_000));
      request.end();
    });
    expect(status).toBe(413);
    await expectGoesOn();
  });

  it('takes a body of 768 KiB', async () => {
    const message = notification();
    const room = 768 * 1024 - JSON.stringify({ ...message, Signature: 'x'.repeat(344) }).length;
    const Message = `${message['Message']}${' '.repeat(room)}`;
    const body = JSON.stringify(rig.sender.sign({ ...message, Message }));
    expect(Buffer.byteLength(body)).toBe(768 * 1024);
    expect((await post('/v1/sns', body)).status).toBe(200);
  });

  it('goes on when the sender goes away in the middle', async () => {
    const head = 'POST /v1/sns HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"Type"';
    const answer = await raw(head, { end: true });
    expect(answer).not.toMatch(/^HTTP\/1\.1 200/u);
    await vi.waitFor(() => {
      expect(server.counted).toMatchObject([{ status: 499 }]);
    });
    await expectGoesOn();
  });

  it('gives up with 408 on a body that does not come', async () => {
    server.stop();
    await start({ timeoutMs: 30 });
    const head = 'POST /v1/sns HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"Type"';
    expect(await raw(head, { end: false })).toMatch(/^HTTP\/1\.1 408 /u);
    await expectGoesOn();
  });

  it('answers 503 while the store is down', async () => {
    rig.inbox.isDown = true;
    expect((await postSns(rig.sender.sign(notification()))).status).toBe(503);
    rig.inbox.isDown = false;
    await expectGoesOn();
  });

  it('answers 500 to a defect, in one line without a stack, and goes on', async () => {
    const accept = rig.inbox.accept.bind(rig.inbox);
    rig.inbox.accept = () => Promise.reject(new TypeError('secret detail'));
    const response = await postSns(rig.sender.sign(notification()));
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/^internal error, trace [0-9a-f]{32}\n$/u);
    expect(server.lines[0]).toMatchObject({ message: 'defect in intake' });
    expect(String(server.lines[0]?.['error'])).toContain('secret detail');
    rig.inbox.accept = accept;
    await expectGoesOn();
  });

  it('refuses a redirect of the certificate’s address, for SNS never sends one', async () => {
    const elsewhere = createServer((_, response) => {
      response.writeHead(302, { location: 'https://evil.com/' }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port: other } = elsewhere.address() as AddressInfo;
    rig.answer = () => fetch(`http://127.0.0.1:${other}/`, { redirect: 'error' });
    expect((await postSns(rig.sender.sign(notification()))).status).toBe(503);
    elsewhere.close();
  });
});

describe('POST /v1/alerts', () => {
  const body = JSON.stringify({ alerts: [{ labels: { alertname: 'a' } }] });
  const authorization = 'Bearer s3cret';

  it('takes alerts and says how many', async () => {
    const response = await post('/v1/alerts', body, { authorization });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ accepted: 1 });
    expect(rig.inbox.accepted[0]?.event.signals).toMatchObject([
      { source: 'tocsin', labels: { alertname: 'a' } },
    ]);
    expect(server.counted).toEqual([{ endpoint: '/v1/alerts', status: 200, source: 'tocsin' }]);
  });

  it('warns in its line of a severity that is not on the ladder', async () => {
    const labels = { alertname: 'a', severity: 'urgent' };
    await post('/v1/alerts', JSON.stringify({ alerts: [{ labels }] }), { authorization });
    expect(server.lines).toMatchObject([{ level: 'warn', unknownSeverities: ['urgent'] }]);
  });

  it('takes the same Idempotency-Key once and gives the same answer', async () => {
    const headers = { authorization, 'idempotency-key': 'run-7' };
    await post('/v1/alerts', body, headers);
    expect(await (await post('/v1/alerts', body, headers)).json()).toEqual({ accepted: 1 });
    expect(rig.inbox.accepted.map(({ messageId }) => messageId)).toEqual(['alerts:run-7']);
  });

  it('takes every request without a key', async () => {
    await post('/v1/alerts', body, { authorization });
    await post('/v1/alerts', body, { authorization });
    expect(rig.inbox.accepted).toHaveLength(2);
  });

  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer s3cre' }],
    ['no scheme', { authorization: 's3cret' }],
    ['another scheme', { authorization: 'Basic s3cret' }],
  ])('answers 401 and says nothing more: %s', async (_, headers) => {
    const response = await post('/v1/alerts', body, headers);
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('unauthorized\n');
    expect(rig.inbox.accepted).toEqual([]);
  });

  it('answers 401 to everybody when no token is configured', async () => {
    server.stop();
    await start({}, '');
    expect((await post('/v1/alerts', body, { authorization: 'Bearer ' })).status).toBe(401);
    expect((await post('/v1/alerts', body)).status).toBe(401);
  });

  it('never logs the token', async () => {
    await post('/v1/alerts', body, { authorization });
    await post('/v1/alerts', body, { authorization: 'Bearer wr0ng' });
    expect(JSON.stringify(server.lines)).not.toMatch(/s3cret|wr0ng/u);
  });

  it.each([
    ['{"alerts": [{"labels": {}}]}', /alerts\[0\]\.labels needs an alertname/u],
    ['{"alerts": [{"labels": "x"}]}', /alerts\[0\]\.labels must be an object/u],
    ['{"alerts": {}}', /alerts must be a list/u],
    ['{}', /alerts must be a list: \{"alerts"/u],
    ['[]', /must be a JSON object/u],
    ['{"alerts": [{"status": "on", "labels": {"alertname": "a"}}]}', /"firing" or "resolved"/u],
    ['not json', /not valid JSON/u],
  ])('answers 400 to %s and says what to write', async (text, reason) => {
    const response = await post('/v1/alerts', text, { authorization });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(reason);
    expect(rig.inbox.accepted).toEqual([]);
  });

  it('answers 400 to a key that is too long', async () => {
    const headers = { authorization, 'idempotency-key': 'k'.repeat(256) };
    expect((await post('/v1/alerts', body, headers)).status).toBe(400);
  });

  it('answers 503 while the store is down', async () => {
    rig.inbox.isDown = true;
    expect((await post('/v1/alerts', body, { authorization })).status).toBe(503);
  });

  it('answers 200 to an empty list, of which nothing has to be kept', async () => {
    const response = await post('/v1/alerts', '{"alerts":[]}', { authorization });
    expect(await response.json()).toEqual({ accepted: 0 });
    expect(rig.inbox.accepted).toEqual([]);
  });
});

describe('everything else', () => {
  it('with another method is answered 405 and told which one', async () => {
    for (const path of ['/v1/sns', '/v1/alerts?x=1']) {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
  });

  it('is left to others', async () => {
    expect((await post('/v1/snsx', '{}')).status).toBe(404);
    expect((await post('/', '{}')).status).toBe(404);
    expect(server.counted).toEqual([]);
  });
});
