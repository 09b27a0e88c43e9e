import { event as sendEvent } from '@pagerduty/pdjs';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuthority } from '../../demo/certificates.ts';
import type { Fault } from '../../demo/faults.ts';
import { listen } from '../../demo/listen.ts';
import { startPagerDuty, type PagerDuty } from '../../demo/pagerduty.ts';
import { until } from '../support/wait.ts';

const key = 'R'.repeat(32);
const payload = { summary: 'orders-api fails', source: 'orders-api', severity: 'critical' };
const trigger = { routing_key: key, event_action: 'trigger', dedup_key: 'g1', payload };
const change = { routing_key: key, payload: { summary: 'Deployed orders-api 2.7' } };

let ca: string;
let tls: { key: string; cert: string };
let pagerduty: PagerDuty;
let clock: number;

beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.caPem;
  tls = await authority.serverCertificate();
});

beforeEach(async () => {
  clock = Date.parse('2026-03-04T03:12:00Z');
  pagerduty = await startPagerDuty({ tls, now: () => clock });
});

afterEach(() => pagerduty.stop());

interface Reply {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

function send(path: string, body: string, signal?: AbortSignal): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const url = `${pagerduty.eventsUrl}${path}`;
  const sending = request(url, { method: 'POST', ca, ...(signal && { signal }) }, (response) => {
    let text = '';
    response.on('data', (part: Buffer) => (text += part.toString()));
    response.on('end', () =>
      resolve({
        status: response.statusCode,
        retryAfter: response.headers['retry-after'],
        body: text,
      }),
    );
  });
  sending.on('error', reject).end(body);
  return promise;
}

const enqueue = async (event: object, path = '/v2/enqueue') => {
  const { status, body } = await send(path, JSON.stringify(event));
  const answer: unknown = JSON.parse(body);
  return { status, answer };
};

describe('events the PagerDuty stand-in takes', () => {
  it('a full trigger, as PagerDuty answers it', async () => {
    const full = {
      ...trigger,
      client: 'Tocsin',
      client_url: 'https://tocsin.example.com/',
      links: [{ href: 'https://example.com/', text: 'runbook' }],
      images: [{ src: 'https://example.com/1.png', alt: 'graph' }],
      payload: {
        ...payload,
        timestamp: '2026-03-04T03:12:00.000+00:00',
        component: 'api',
        group: 'orders',
        class: '5xx',
        custom_details: { alerts: 3 },
      },
    };
    expect(await enqueue(full)).toEqual({
      status: 202,
      answer: { status: 'success', message: 'Event processed', dedup_key: 'g1' },
    });
    expect(pagerduty.events).toEqual([full]);
  });

  it('one sent by the official client', async () => {
    const parameters = {
      server: new URL(pagerduty.eventsUrl).host,
      data: {
        ...trigger,
        event_action: 'trigger' as const,
        payload: { ...payload, severity: 'critical' as const },
      },
      // Passed on to node-fetch, which the client's types do not say.
      agent: new Agent({ ca }),
    };
    const { data } = await sendEvent(parameters);
    expect(data).toMatchObject({ status: 'success', dedup_key: 'g1' });
  });

  it('a trigger without a dedup_key, and makes one up', async () => {
    const { dedup_key: _, ...anonymous } = trigger;
    expect((await enqueue(anonymous)).answer).toMatchObject({
      dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    await enqueue(anonymous);
    expect(pagerduty.incidents()).toHaveLength(2);
  });

  it('a change event, which opens no incident', async () => {
    expect((await enqueue(change, '/v2/change/enqueue')).status).toBe(202);
    expect(pagerduty.changes).toMatchObject([{ event: change }]);
    expect(pagerduty.incidents()).toEqual([]);
  });

  it.each([
    [
      'a summary of 1024 characters',
      { ...trigger, payload: { ...payload, summary: 'x'.repeat(1024) } },
    ],
    ['a dedup_key of 255 characters', { ...trigger, dedup_key: 'x'.repeat(255) }],
  ])('%s', async (_, event) => {
    expect((await enqueue(event)).status).toBe(202);
  });
});

describe('events the PagerDuty stand-in refuses', () => {
  const with_ = (changes: object) => ({ ...trigger, payload: { ...payload, ...changes } });
  const { payload: _, ...empty } = trigger;

  it('a routing key of the wrong length, in the words of PagerDuty', async () => {
    expect(await enqueue({ ...trigger, routing_key: 'short' })).toEqual({
      status: 400,
      answer: {
        status: 'invalid event',
        message: 'Event object is invalid',
        errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"],
      },
    });
  });

  it.each([
    ['no routing key', { ...trigger, routing_key: undefined }],
    ['an unknown action', { ...trigger, event_action: 'page' }],
    ['a trigger without payload', empty],
    ['a resolve without dedup_key', { routing_key: key, event_action: 'resolve' }],
    ['a dedup_key of 256 characters', { ...trigger, dedup_key: 'x'.repeat(256) }],
    ['an empty summary', with_({ summary: '' })],
    ['a summary of 1025 characters', with_({ summary: 'x'.repeat(1025) })],
    ['no source', with_({ source: undefined })],
    ['an unknown severity', with_({ severity: 'P0' })],
    ['a time that is not ISO 8601', with_({ timestamp: 'yesterday' })],
    ['details that are a list', with_({ custom_details: [1] })],
    ['a field PagerDuty does not know', { ...trigger, colour: 'red' }],
    ['a field of the payload PagerDuty does not know', with_({ colour: 'red' })],
    ['a link without address', { ...trigger, links: [{ text: 'runbook' }] }],
    ['a link that is a script', { ...trigger, links: [{ href: 'javascript:alert(1)' }] }],
    ['an image over http', { ...trigger, images: [{ src: 'http://example.com/1.png' }] }],
  ])('%s', async (__, event) => {
    expect(await enqueue(event)).toMatchObject({
      status: 400,
      answer: { status: 'invalid event', errors: [expect.any(String)] },
    });
    expect(pagerduty.events).toEqual([]);
    expect(pagerduty.incidents()).toEqual([]);
    expect(pagerduty.calls).toMatchObject([{ accepted: false }]);
  });

  it('a change event without summary', async () => {
    const { status } = await enqueue({ ...change, payload: {} }, '/v2/change/enqueue');
    expect(status).toBe(400);
  });

  it('what is not JSON', async () => {
    expect((await send('/v2/enqueue', '{')).status).toBe(400);
  });

  it('an event over 512 KB, and takes one just under it', async () => {
    const sized = (length: number) => {
      const event = (text: string) => JSON.stringify(with_({ custom_details: { text } }));
      return event('x'.repeat(length - event('').length));
    };
    expect((await send('/v2/enqueue', sized(512 * 1024))).status).toBe(202);
    expect((await send('/v2/enqueue', sized(512 * 1024 + 1))).status).toBe(413);
    expect(pagerduty.events).toHaveLength(1);
  });

  it('keys it was not told, when it was told any', async () => {
    const strict = await startPagerDuty({ tls, routingKeys: ['S'.repeat(32)] });
    await pagerduty.stop();
    pagerduty = strict;
    expect((await enqueue(trigger)).answer).toMatchObject({ errors: ['Invalid routing key'] });
    expect((await enqueue({ ...trigger, routing_key: 'S'.repeat(32) })).status).toBe(202);
  });

  it('other paths', async () => {
    expect((await send('/v2/nothing', '{}')).status).toBe(404);
  });
});

describe('incidents of the PagerDuty stand-in', () => {
  const resolve = { routing_key: key, event_action: 'resolve', dedup_key: 'g1' };
  const acknowledge = { ...resolve, event_action: 'acknowledge' };

  it('open, are joined, acknowledged and resolved', async () => {
    const opened = clock;
    await enqueue(trigger);
    expect(pagerduty.incidents()).toMatchObject([{ number: 1, status: 'triggered' }]);
    clock += 60_000;
    await enqueue({ ...trigger, payload: { ...payload, summary: 'worse', severity: 'error' } });
    await enqueue(acknowledge);
    await enqueue(trigger);
    expect(pagerduty.incidents()).toMatchObject([{ status: 'acknowledged' }]);
    clock += 60_000;
    await enqueue(resolve);
    expect(pagerduty.incidents()).toMatchObject([
      {
        number: 1,
        status: 'resolved',
        summary: 'orders-api fails',
        openedAt: opened,
        resolvedAt: opened + 120_000,
        timeline: ['trigger', 'trigger', 'acknowledge', 'trigger', 'resolve'].map((action) => ({
          action,
        })),
      },
    ]);
  });

  it('take the severity of the last trigger', async () => {
    await enqueue(trigger);
    await enqueue({ ...trigger, payload: { ...payload, severity: 'warning' } });
    expect(pagerduty.incidents()).toMatchObject([{ severity: 'warning' }]);
  });

  it('open anew for a trigger after a resolve', async () => {
    await enqueue(trigger);
    await enqueue(resolve);
    await enqueue(trigger);
    expect(pagerduty.incidents()).toMatchObject([
      { number: 2, status: 'triggered' },
      { number: 1, status: 'resolved' },
    ]);
  });

  it('are not opened by an acknowledgement or a resolve', async () => {
    expect((await enqueue(acknowledge)).status).toBe(202);
    expect((await enqueue(resolve)).status).toBe(202);
    expect(pagerduty.incidents()).toEqual([]);
  });

  it('are told apart by dedup_key and by routing key', async () => {
    await enqueue(trigger);
    await enqueue({ ...trigger, dedup_key: 'g2' });
    await enqueue({ ...trigger, routing_key: 'S'.repeat(32) });
    await enqueue(resolve);
    expect(pagerduty.incidents().map(({ status }) => status)).toEqual([
      'triggered',
      'triggered',
      'resolved',
    ]);
  });
});

describe('faults of the PagerDuty stand-in', () => {
  const body = JSON.stringify(trigger);

  it('says it is rate limited', async () => {
    pagerduty.faults.next({ kind: 'rate-limited', retryAfter: 3 });
    const reply = await send('/v2/enqueue', body);
    expect(reply).toMatchObject({ status: 429, retryAfter: '3' });
    expect(JSON.parse(reply.body)).toMatchObject({ status: 'throttle exceeded' });
    expect(pagerduty.events).toEqual([]);
  });

  it.each<[Fault, number]>([
    [{ kind: 'error' }, 500],
    [{ kind: 'error', status: 502 }, 502],
    [{ kind: 'garbage' }, 200],
    [{ kind: 'garbage', status: 503 }, 503],
  ])('answers %j with %i and did nothing', async (fault, status) => {
    pagerduty.faults.next(fault);
    expect((await send('/v2/enqueue', body)).status).toBe(status);
    expect(pagerduty.incidents()).toEqual([]);
    expect(pagerduty.calls).toMatchObject([{ outcome: fault.kind, accepted: false }]);
  });

  it.each<[Fault['kind'], number]>([
    ['cut-before', 0],
    ['cut-after', 1],
  ])('cuts the line: %s', async (kind, incidents) => {
    pagerduty.faults.next({ kind });
    await expect(send('/v2/enqueue', body)).rejects.toThrow(/hang up|ECONNRESET/);
    expect(pagerduty.incidents()).toHaveLength(incidents);
    expect(pagerduty.calls).toMatchObject([{ outcome: kind, accepted: incidents === 1 }]);
  });

  it.each<[Fault['kind'], number]>([
    ['hang', 0],
    ['hang-after', 1],
  ])('does not answer: %s', async (kind, incidents) => {
    pagerduty.faults.next({ kind });
    const caller = new AbortController();
    const reply = send('/v2/enqueue', body, caller.signal);
    await expect.poll(() => pagerduty.calls[0]?.outcome).toBe(kind);
    expect(pagerduty.incidents()).toHaveLength(incidents);
    caller.abort();
    await expect(reply).rejects.toThrow('aborted');
  });

  it('meets only the action and the dedup_key it was set for', async () => {
    pagerduty.faults.next({ kind: 'error', action: 'resolve' });
    pagerduty.faults.next({ kind: 'error', dedupKey: 'g2' });
    pagerduty.faults.next({ kind: 'error', action: 'change' });
    expect((await enqueue(trigger)).status).toBe(202);
    expect((await enqueue({ ...trigger, dedup_key: 'g2' })).status).toBe(500);
    expect((await enqueue({ ...trigger, event_action: 'resolve' })).status).toBe(500);
    expect((await enqueue(change, '/v2/change/enqueue')).status).toBe(500);
    expect((await enqueue(change, '/v2/change/enqueue')).status).toBe(202);
  });
});

describe('the page of the PagerDuty stand-in', () => {
  const page = async () => (await fetch(pagerduty.pageUrl)).text();

  it('says that all is quiet', async () => {
    expect(await page()).toContain('All quiet');
  });

  it('lists the incidents with what was done', async () => {
    await enqueue(trigger);
    clock += 19 * 60_000;
    await enqueue({ ...trigger, event_action: 'resolve' });
    await enqueue(change, '/v2/change/enqueue');
    const html = await page();
    for (const words of [
      '#1',
      'resolved after 19 min',
      'critical',
      'orders-api fails',
      'None open',
      'Deployed orders-api 2.7',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('is the same over https', async () => {
    await enqueue(trigger);
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request(pagerduty.eventsUrl, { ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
    expect(await promise).toBe(200);
  });

  it('takes no events over plain http', async () => {
    const url = new URL('/v2/enqueue', pagerduty.pageUrl);
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(trigger) })).status).toBe(404);
    expect(pagerduty.events).toEqual([]);
  });

  it('escapes all that came from outside', async () => {
    const evil = `<img src=x onerror="alert('1')">&amp;`;
    await enqueue({
      ...trigger,
      dedup_key: evil,
      client: evil,
      client_url: 'https://example.com/"onmouseover="alert(1)',
      links: [{ href: `https://example.com/?"'<>`, text: evil }],
      payload: {
        ...payload,
        summary: evil,
        source: evil,
        custom_details: { [evil]: evil, nested: { deep: evil } },
      },
    });
    await enqueue({ ...trigger, dedup_key: evil, payload: { ...payload, summary: `2${evil}` } });
    await enqueue({ ...change, payload: { summary: evil } }, '/v2/change/enqueue');
    const html = await page();
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/"\s*onmouseover="/);
  });

  it('allows nothing from elsewhere to run', async () => {
    const response = await fetch(pagerduty.pageUrl);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('webhooks of the PagerDuty stand-in', () => {
  interface Got {
    readonly signatures: string;
    readonly body: string;
  }
  let got: Got[];
  let answers: number[];
  let stop: () => Promise<void>;

  beforeEach(async () => {
    got = [];
    answers = [];
    const server = createServer((req, res) => {
      void text(req).then((body) => {
        got.push({ signatures: String(req.headers['x-pagerduty-signature']), body });
        res.writeHead(answers.shift() ?? 200).end();
      });
    });
    const { port, stop: end } = await listen(server);
    stop = end;
    pagerduty.subscribe({ url: `http://127.0.0.1:${port}/`, secrets: ['old', 'new'] });
  });
  afterEach(() => stop());

  const event = (index: number) =>
    z
      .object({ event: z.looseObject({ id: z.string(), data: z.looseObject({}) }) })
      .parse(JSON.parse(got[index]?.body ?? '')).event;

  it('tell who did what, signed with every secret', async () => {
    await enqueue(trigger);
    pagerduty.act(1, 'acknowledge', 'Ana Ruiz');
    await until('both came', () => got.length === 2);
    expect(event(0)).toMatchObject({
      event_type: 'incident.triggered',
      agent: { type: 'inbound_integration_reference' },
      data: { status: 'triggered', incident_key: 'g1' },
    });
    expect(event(1)).toMatchObject({
      event_type: 'incident.acknowledged',
      occurred_at: new Date(clock).toISOString(),
      agent: { type: 'user_reference', summary: 'Ana Ruiz' },
      data: { id: pagerduty.incidents()[0]?.id, status: 'acknowledged' },
    });
    const [first, second] = (got[1]?.signatures ?? '').split(',');
    const sign = (secret: string) =>
      `v1=${createHmac('sha256', secret)
        .update(got[1]?.body ?? '')
        .digest('hex')}`;
    expect([first, second]).toEqual([sign('old'), sign('new')]);
  });

  it('are sent again, in order, when they are not taken', async () => {
    answers = [503];
    await enqueue(trigger);
    pagerduty.act(1, 'resolve');
    await until('all came', () => got.length === 3);
    expect(event(1).id).toBe(event(0).id);
    expect(event(2)).toMatchObject({ event_type: 'incident.resolved' });
  });

  it('do not tell of what changes nothing', async () => {
    await enqueue(trigger);
    await enqueue({ ...trigger, event_action: 'acknowledge' });
    await enqueue({ ...trigger, event_action: 'acknowledge' });
    await enqueue({ ...trigger, event_action: 'resolve' });
    await enqueue({ ...trigger, event_action: 'resolve' });
    await until('all came', () => got.length === 3);
    expect(got.map((_, index) => event(index)['event_type'])).toEqual([
      'incident.triggered',
      'incident.acknowledged',
      'incident.resolved',
    ]);
  });

  it('come of a click on the page, and of no other page', async () => {
    await enqueue(trigger);
    const click = (site: string) =>
      fetch(`${pagerduty.pageUrl}incidents/1/acknowledge`, {
        method: 'POST',
        headers: { 'sec-fetch-site': site },
      });
    expect((await click('cross-site')).status).toBe(404);
    expect((await click('same-origin')).status).toBe(204);
    await until('it came', () => got.length === 2);
    expect(event(1)).toMatchObject({ agent: { summary: 'Pat Page' } });
  });
});
