import * as fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookEndpoints, type WebhookSettings } from '../../../src/intake/webhooks/endpoints.ts';
import { startIntake, type IntakeServer } from '../support/intake-server.ts';
import { MemoryInbox } from '../support/memory-inbox.ts';
import { NOW } from '../support/receiver.ts';
import {
  alertmanagerMessage,
  grafanaMessage,
  groupedAlert,
  sentryEventAlert,
  sentryIssue,
} from '../support/webhooks.ts';

const ROOM = { max_body: 64 * 1024 };
const ALL: WebhookSettings = {
  tocsin: { token: 'for-programs', ...ROOM },
  alertmanager: { token: 'for-alertmanager', ...ROOM },
  grafana: { token: 'for-grafana', ...ROOM },
  sentry: { secret: 'for-sentry', ...ROOM },
};

let inbox: MemoryInbox;
let server: IntakeServer;
let now: number;

async function start(settings: WebhookSettings = ALL): Promise<void> {
  inbox = new MemoryInbox();
  now = NOW;
  server = await startIntake({ endpoints: webhookEndpoints(settings, { inbox, now: () => now }) });
}

beforeEach(() => start());
afterEach(() => server.stop());

async function restart(settings: WebhookSettings): Promise<void> {
  server.stop();
  await start(settings);
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

function signed(body: string | Uint8Array, secret = 'for-sentry') {
  return { 'sentry-hook-signature': createHmac('sha256', secret).update(body).digest('hex') };
}

function postSentry(message: object, headers: Record<string, string> = {}): Promise<Response> {
  const body = JSON.stringify(message);
  return server.post('/v1/sentry', body, { ...signed(body), ...headers });
}

/** What the inbox took, in order. */
function signals() {
  return inbox.accepted.flatMap(({ event }) => event.signals);
}

const WAYS = [
  ['/v1/alerts', 'for-programs', JSON.stringify({ alerts: [{ labels: { alertname: 'a' } }] })],
  ['/v1/alertmanager', 'for-alertmanager', JSON.stringify(alertmanagerMessage())],
  ['/v1/grafana', 'for-grafana', JSON.stringify(grafanaMessage())],
] as const;

describe.each(WAYS)('POST %s', (path, token, body) => {
  it.each([
    ['a bearer token', bearer(token)],
    ['a password', basic('tocsin', token)],
    ['a password without a user', basic('', token)],
  ])('takes a message with %s', async (_, headers) => {
    const response = await server.post(path, body, headers);
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1 }]);
    expect(signals()).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['another token', bearer('wr0ng-token')],
    ['another password', basic('tocsin', 'wr0ng-token')],
    ['the token as a user', basic(token, '')],
    ['half of the token', bearer(token.slice(0, -1))],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('answers 401 to %s, and says nothing more', async (_, headers) => {
    const response = await server.post(path, body, headers);
    expect([response.status, await response.text()]).toEqual([401, 'unauthorized\n']);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/u);
    expect(signals()).toEqual([]);
  });

  it('answers 401 to everybody, in the same words, when it is not configured', async () => {
    await restart({});
    for (const headers of [{}, bearer(token), bearer(''), basic('', '')]) {
      const response = await server.post(path, body, headers);
      expect([response.status, await response.text()]).toEqual([401, 'unauthorized\n']);
    }
    expect(server.lines[0]).toMatchObject({ reason: 'the config does not name this webhook' });
  });

  it('never logs a token, be it right or wrong', async () => {
    await server.post(path, body, bearer(token));
    await server.post(path, body, basic('tocsin', 'wr0ng-token'));
    const logged = JSON.stringify(server.lines);
    expect(server.lines).toHaveLength(2);
    for (const secret of [token, 'wr0ng-token', ...Object.values(basic('tocsin', 'wr0ng-token'))]) {
      expect(logged).not.toContain(secret);
    }
  });

  it('answers 413 to a body over its own limit, and 400 to one that can not be read', async () => {
    const status = async (text: string) => (await server.post(path, text, bearer(token))).status;
    expect(await status('x'.repeat(ROOM.max_body + 1))).toBe(413);
    expect(await status('{"alerts": [{"labels": 7}]}')).toBe(400);
    expect(await status('')).toBe(400);
  });

  it('answers 503 while the store is down', async () => {
    inbox.isDown = true;
    expect((await server.post(path, body, bearer(token))).status).toBe(503);
  });

  it('answers any bytes clearly, and makes signals or none of them', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify({ alerts: [{ labels: value }] }))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (one) => {
        const response = await server.post(path, Uint8Array.from(one), bearer(token));
        expect([200, 400]).toContain(response.status);
        expect(await response.text()).toMatch(/^.+\n?$/u);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Alertmanager', () => {
  const post = (message: object) =>
    server.post('/v1/alertmanager', JSON.stringify(message), bearer('for-alertmanager'));

  it('posts the same bytes on purpose while an alert goes on, and is heard each time', async () => {
    await post(alertmanagerMessage());
    await post(alertmanagerMessage());
    expect(inbox.accepted).toHaveLength(2);
    expect(new Set(signals().map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it('is put in the order of arrival, for it does not say when it sent', async () => {
    await post(alertmanagerMessage());
    expect(signals()[0]).not.toHaveProperty('changedAt');
  });

  it('that leaves alerts out is logged as a warning', async () => {
    await post(alertmanagerMessage({ truncatedAlerts: 3 }));
    expect(server.lines).toMatchObject([
      {
        level: 'warn',
        leftOut: 3,
        message: 'received, but not all of its alerts can be told',
        signals: 2,
      },
    ]);
  });

  it('may post more alerts than become durable in one step', async () => {
    await restart({ alertmanager: { token: 'for-alertmanager', max_body: 4 * 1024 * 1024 } });
    const alerts = Array.from({ length: 2500 }, (_, index) =>
      groupedAlert({ labels: { alertname: 'a', index: String(index) } }),
    );
    expect(await (await post(alertmanagerMessage({ alerts }))).json()).toEqual({ accepted: 2500 });
    expect(inbox.accepted.map(({ event }) => event.signals.length)).toEqual([1000, 1000, 500]);
    expect(new Set(signals().map(({ id }) => id)).size).toBe(2500);
  });
});

describe('Grafana', () => {
  it.each(['Token for-grafana', 'for-grafana', 'bearer for-grafana'])(
    'may send the header Authorization: %s',
    async (authorization) => {
      const body = JSON.stringify(grafanaMessage());
      expect((await server.post('/v1/grafana', body, { authorization })).status).toBe(200);
    },
  );
});

describe('POST /v1/sentry', () => {
  it('takes what is signed, and orders it by Sentry’s clock', async () => {
    const at = Math.floor(NOW / 1000) - 3;
    const headers = { 'sentry-hook-timestamp': String(at), 'sentry-hook-resource': 'issue' };
    const response = await postSentry(sentryIssue('resolved'), headers);
    expect([response.status, await response.json()]).toEqual([200, { accepted: 1 }]);
    expect(signals()).toMatchObject([
      { source: 'sentry', status: 'resolved', changedAt: at * 1000 + 999, endsAt: at * 1000 + 999 },
    ]);
  });

  it('is put in the order of arrival when it does not say when it was sent', async () => {
    await postSentry(sentryIssue('created'));
    expect(signals()[0]).not.toHaveProperty('changedAt');
  });

  it('takes the same message once, whatever its unsigned Request-ID says', async () => {
    await postSentry(sentryEventAlert(), { 'request-id': 'one' });
    const again = await postSentry(sentryEventAlert(), { 'request-id': 'two' });
    expect(again.status).toBe(200);
    expect(inbox.accepted).toHaveLength(1);
  });

  it('answers 200 to what opens nothing', async () => {
    const response = await postSentry(sentryIssue('assigned'));
    expect([response.status, await response.json()]).toEqual([200, { accepted: 0 }]);
  });

  it.each([
    ['no signature', {}],
    ['an empty signature', { 'sentry-hook-signature': '' }],
    ['a signature with another secret', signed(JSON.stringify(sentryIssue('created')), 'other')],
    ['a signature of something else', signed('{}')],
    ['no digits', { 'sentry-hook-signature': 'x'.repeat(64) }],
  ])('answers 401 to %s, and says nothing more', async (_, headers) => {
    const response = await server.post('/v1/sentry', JSON.stringify(sentryIssue('created')), {
      ...headers,
    });
    expect([response.status, await response.text()]).toEqual([401, 'unauthorized\n']);
    expect(signals()).toEqual([]);
  });

  it('answers 401 to everybody when it is not configured', async () => {
    await restart({});
    for (const secret of ['', 'for-sentry']) {
      const body = JSON.stringify(sentryIssue('created'));
      expect((await server.post('/v1/sentry', body, signed(body, secret || ' '))).status).toBe(401);
    }
  });

  it('answers any signed bytes clearly', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .record({ action: fc.string(), data: fc.jsonValue() })
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (one) => {
        const body = Uint8Array.from(one);
        const response = await server.post('/v1/sentry', body, signed(body));
        expect([200, 400]).toContain(response.status);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a rate', () => {
  const rate = { burst: 2, perSecond: 0.5 };
  const body = JSON.stringify(alertmanagerMessage());
  const post = (token: string) => server.post('/v1/alertmanager', body, bearer(token));

  it('that is exceeded is answered 429 with when to come back, and then is over', async () => {
    await restart({ alertmanager: { token: 'for-alertmanager', ...ROOM, rate } });
    const statuses = [];
    for (let index = 0; index < 3; index += 1)
      statuses.push((await post('for-alertmanager')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await post('for-alertmanager')).headers.get('retry-after')).toBe('2');
    now += 2000;
    expect((await post('for-alertmanager')).status).toBe(200);
  });

  it('is not used up by those who have no token, nor by another webhook', async () => {
    await restart({ ...ALL, alertmanager: { token: 'for-alertmanager', ...ROOM, rate } });
    for (let index = 0; index < 5; index += 1) {
      expect((await post('guess')).status).toBe(401);
      await server.post('/v1/grafana', JSON.stringify(grafanaMessage()), bearer('for-grafana'));
    }
    expect((await post('for-alertmanager')).status).toBe(200);
  });

  it('holds for Sentry, and only for what is signed', async () => {
    await restart({ sentry: { secret: 'for-sentry', ...ROOM, rate } });
    await server.post('/v1/sentry', '{}', signed('{}', 'guess'));
    const statuses = [];
    for (const id of ['1', '2', '3']) {
      statuses.push((await postSentry(sentryIssue('created', { id }))).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});
