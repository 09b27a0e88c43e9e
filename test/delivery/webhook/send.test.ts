import { createServer, globalAgent, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from 'vitest';
import { freePort, listen, type Listening } from '../../../demo/listen.ts';
import { createWebhookAdapter, type WebhookSettings } from '../../../src/delivery/webhook/send.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { until } from '../../support/wait.ts';
import { attempts } from '../support/attempts.ts';
import { DUE, editOf, FLAPPING, NOON, sampleView } from '../support/views.ts';

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

let server: Listening;
let got: Got[];
let respond: (res: ServerResponse) => void;

beforeEach(async () => {
  got = [];
  respond = (res) => res.writeHead(200).end('thanks');
  server = await listen(
    createServer((req, res) => {
      void text(req).then((body) => {
        got.push({ headers: req.headers, body: JSON.parse(body) });
        respond(res);
      });
    }),
  );
  return () => server.stop();
});

function run(
  view: DeliveryView,
  options: Partial<WebhookSettings> = {},
  steps = attempts().at(NOON),
) {
  const adapter = createWebhookAdapter({
    url: `http://127.0.0.1:${server.port}/hook`,
    receiver: 'team',
    sendResolved: true,
    timeoutMs: 800,
    ...options,
  });
  return adapter.deliver(view, steps);
}

const told = (firing: string[], resolved: string[] = []) => ({
  told: { at: NOON - 60_000, firing, resolved },
});
const FIRES = { fingerprint: 'a', labels: { service: 'orders' }, annotations: { summary: 'bad' } };
const IS_OVER = { ...FIRES, fingerprint: 'b', until: 1, annotations: { summary: 'was bad' } };

describe('a notification', () => {
  test('is posted as Alertmanager does', async () => {
    const links = [{ title: 'console', url: 'https://console.example/x' }];
    const view = sampleView({
      labels: { service: 'orders' },
      alerts: [{ ...FIRES, links }, IS_OVER],
      integration: 'webhook/5d41402abc4b2a76',
    });
    expect(await run(view)).toEqual({ outcome: 'delivered' });
    expect(got[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'tocsin',
    });
    const labels = {
      alertname: 'High error rate',
      account: '111122223333',
      region: 'us-east-1',
      service: 'orders',
    };
    expect(got[0]?.body).toEqual({
      version: '4',
      groupKey: 'ops.0011223344556677',
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'team',
      groupLabels: { service: 'orders' },
      commonLabels: labels,
      commonAnnotations: {},
      externalURL: '',
      alerts: [
        {
          status: 'firing',
          labels,
          annotations: { summary: 'bad' },
          startsAt: '2026-03-04T11:53:00.000Z',
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: 'https://console.example/x',
          fingerprint: 'a',
        },
        {
          status: 'resolved',
          labels,
          annotations: { summary: 'was bad' },
          startsAt: '2026-03-04T11:53:00.000Z',
          endsAt: '2026-03-04T11:59:00.000Z',
          generatorURL: '',
          fingerprint: 'b',
        },
      ],
    });
  });

  test('of the end of all is "resolved"', async () => {
    await run(sampleView({ alerts: [IS_OVER], delivery: told(['b']) }));
    expect(got[0]?.body).toMatchObject({
      status: 'resolved',
      commonAnnotations: { summary: 'was bad' },
    });
  });

  test('leaves out what is over where nobody wants to hear of it', async () => {
    await run(sampleView({ alerts: [FIRES, IS_OVER] }), { sendResolved: false });
    expect(got[0]?.body).toMatchObject({ alerts: [{ fingerprint: 'a' }] });
  });

  test('has all alerts, however many', async () => {
    const alerts = Array.from({ length: 500 }, (_, index) => ({ fingerprint: `f${index}` }));
    await run(sampleView({ alerts }));
    expect(got[0]?.body).toHaveProperty('alerts.length', 500);
  });

  test('that has nothing new to say is not posted, unless it is a repeat', async () => {
    const view = sampleView({ alerts: [FIRES], delivery: told(['a']) });
    expect(await run(view)).toEqual({ outcome: 'delivered', unasked: true });
    expect(await run(editOf(sampleView()))).toEqual({ outcome: 'delivered', unasked: true });
    expect(got).toEqual([]);
    const due = { ...DUE, reason: 'repeat' as const };
    await run(sampleView({ alerts: [FIRES], delivery: { ...told(['a']), due } }));
    expect(got).toHaveLength(1);
  });
});

describe('credentials in the address', () => {
  const at = (credentials: string) => `http://${credentials}@127.0.0.1:${server.port}/hook`;
  const basic = (plain: string) => `Basic ${Buffer.from(plain).toString('base64')}`;

  test.each([
    ['ops:s3cret', 'ops:s3cret'],
    ['ops:p%40ss%3Aw%C3%B6rd', 'ops:p@ss:wörd'],
    ['token', 'token:'],
    [':s3cret', ':s3cret'],
    ['ops:100%', 'ops:100%'],
  ])('%s are sent as a header', async (credentials, plain) => {
    expect(await run(sampleView(), { url: at(credentials) })).toEqual({ outcome: 'delivered' });
    expect(got[0]?.headers.authorization).toBe(basic(plain));
  });

  test('are not made up', async () => {
    await run(sampleView());
    expect(got[0]?.headers).not.toHaveProperty('authorization');
  });

  test('are in no reason of a failure', async () => {
    const url = at('ops:s3cret');
    await server.stop();
    const failed = JSON.stringify(await run(sampleView(), { url }));
    expect(failed).toContain('ECONNREFUSED');
    expect(failed).not.toContain('s3cret');
    expect(failed).not.toContain(basic('ops:s3cret'));
  });
});

test('a bearer token is sent as a header', async () => {
  await run(sampleView(), { token: 't0ken' });
  expect(got[0]?.headers.authorization).toBe('Bearer t0ken');
});

describe('the id of a post', () => {
  const ids = () => got.map(({ headers }) => headers['webhook-id']);

  test('is the same when it is posted again because the answer was lost', async () => {
    const { at } = attempts();
    respond = (res) => res.destroy();
    await run(sampleView({ alerts: [FIRES] }), {}, at(NOON));
    respond = (res) => res.writeHead(200).end();
    await run(sampleView({ alerts: [FIRES] }), {}, at(NOON + 5_000));
    expect(ids()).toHaveLength(2);
    expect(new Set(ids()).size).toBe(1);
  });

  test('is another one for other news, another episode, and a repeat', async () => {
    await run(sampleView({ alerts: [FIRES] }));
    await run(sampleView({ alerts: [FIRES, { fingerprint: 'c' }] }));
    await run(sampleView({ alerts: [FIRES], delivery: { episode: NOON } }));
    const due = { ...DUE, reason: 'repeat' as const };
    await run(sampleView({ alerts: [FIRES], delivery: { ...told(['a']), due } }));
    expect(new Set(ids()).size).toBe(4);
  });
});

describe('an answer', () => {
  const answering = (status: number, headers: Record<string, string> = {}) => {
    respond = (res) => res.writeHead(status, headers).end('x');
    return run(sampleView());
  };

  test.each([200, 201, 202, 204])('%d is taken for accepted', async (status) => {
    expect(await answering(status)).toEqual({ outcome: 'delivered' });
  });

  test.each([429, 500, 502, 503])('%d is tried again', async (status) => {
    expect(await answering(status)).toEqual({ outcome: 'retry', why: `HTTP ${status}` });
  });

  test.each([400, 401, 404, 410])('%d is final', async (status) => {
    expect(await answering(status)).toEqual({ outcome: 'reject', why: `HTTP ${status}` });
  });

  test('may say when to come back, in seconds or as a date', async () => {
    expect(await answering(503, { 'retry-after': '17' })).toMatchObject({ afterMs: 17_000 });
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const dated = await answering(429, { 'retry-after': inAMinute });
    expect(dated.outcome === 'retry' && dated.afterMs).toBeGreaterThan(50_000);
    for (const nonsense of ['soon', '-3', '0', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      expect(await answering(503, { 'retry-after': nonsense })).not.toHaveProperty('afterMs');
    }
  });

  test.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
    let followed = false;
    const elsewhere = await listen(createServer(() => (followed = true)));
    const location = `http://127.0.0.1:${elsewhere.port}/`;
    expect(await answering(status, { location })).toEqual({
      outcome: 'reject',
      why: `HTTP ${status}: redirects are refused`,
    });
    expect(followed).toBe(false);
    await elsewhere.stop();
  });

  test('that never comes is tried again', async () => {
    respond = () => {};
    expect(await run(sampleView())).toMatchObject({
      outcome: 'retry',
      why: expect.stringContaining('timeout'),
    });
  });

  test('is read no further than it takes to know it', async () => {
    const closed = Promise.withResolvers<void>();
    respond = (res) => {
      res.writeHead(200).on('close', closed.resolve);
      const more = (): void => void (res.destroyed || res.write('x'.repeat(100_000), more));
      more();
    };
    expect(await run(sampleView())).toEqual({ outcome: 'delivered' });
    await closed.promise;
  });

  test('leaves its connection to the next post', async () => {
    const ports = new Set<number | undefined>();
    const isFree = () =>
      Object.keys(globalAgent.freeSockets).some((name) => name.includes(`:${server.port}:`));
    respond = (res) => {
      ports.add(res.req.socket.remotePort);
      res.writeHead(200).write('thanks');
      res.end(' a lot');
    };
    for (let count = 0; count < 3; count += 1) {
      await run(sampleView());
      await until('the connection is free', isFree);
    }
    expect(ports.size).toBe(1);
  });

  test('that goes over to another protocol is no answer, and tried again', async () => {
    respond = (res) => {
      res.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' }).end();
    };
    expect(await run(sampleView())).toMatchObject({
      outcome: 'retry',
      why: 'it did not answer in HTTP',
    });
  });

  test('that is cut off is tried again', async () => {
    respond = (res) => res.destroy();
    expect(await run(sampleView())).toMatchObject({ outcome: 'retry', why: 'other side closed' });
  });
});

test('what fires again after its end may have arrived is posted, though it was told before', async () => {
  const { at } = attempts();
  respond = (res) => res.destroy();
  const over = sampleView({ alerts: [IS_OVER], delivery: told(['b']) });
  expect(await run(over, {}, at(NOON))).toMatchObject({ outcome: 'retry' });
  respond = (res) => res.writeHead(200).end();
  const { until: _over, ...fires } = IS_OVER;
  const again = sampleView({ alerts: [fires], delivery: told(['b']) });
  expect(await run(again, {}, at(NOON + 5_000))).toEqual({ outcome: 'delivered' });
  expect(got.map(({ body }) => body)).toMatchObject([
    { status: 'resolved' },
    { status: 'firing', alerts: [{ fingerprint: 'b' }] },
  ]);
});

test('a server that is not there is tried again, and the log can say why', async () => {
  const url = `http://127.0.0.1:${await freePort()}/`;
  expect(await run(sampleView(), { url })).toMatchObject({
    outcome: 'retry',
    why: expect.stringContaining('ECONNREFUSED'),
  });
});

test('that an alert flaps is posted once, with how often it changed', async () => {
  const alerts = [{ fingerprint: 'a', flapping: FLAPPING }];
  const before = { at: NOON - 60_000, firing: ['a'], resolved: [] };
  await run(sampleView({ alerts, delivery: { told: before } }));
  await run(sampleView({ alerts, delivery: { told: { ...before, flapping: ['a'] } } }));
  expect(got.map(({ body }) => body)).toMatchObject([
    { alerts: [{ annotations: { flapping: '6 changes in 10 min' } }] },
  ]);
});
