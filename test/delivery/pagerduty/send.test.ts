import { createServer } from 'node:https';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../../demo/certificates.ts';
import type { Fault } from '../../../demo/faults.ts';
import { readAlertEvent } from '../../../demo/pagerduty-events.ts';
import { listen } from '../../../demo/listen.ts';
import { startPagerDuty, type PagerDuty } from '../../../demo/pagerduty.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import { dedupKey, renderTrigger } from '../../../src/delivery/pagerduty/render.ts';
import type { Place } from '../../../src/delivery/pagerduty/call.ts';
import { createEventsApi } from '../../../src/delivery/pagerduty/events-api.ts';
import { createPagerDutyAdapter } from '../../../src/delivery/pagerduty/send.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { attempts, openLimiter, type Attempts, type OpenLimiter } from '../support/attempts.ts';
import { DUE, editOf, NOON, sampleView, type GroupSample } from '../support/views.ts';

const KEY = 'R0123456789ABCDEF0123456789ABCDE';
const INTEGRATION = 'pagerduty/5d41402abc4b2a76';

let ca: string;
let tls: { readonly key: string; readonly cert: string };
let pagerduty: PagerDuty;
let limiter: OpenLimiter;
let adapter: Adapter;
let attempt: Attempts;

beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.caPem;
  tls = await authority.serverCertificate();
});

beforeEach(async () => {
  pagerduty = await startPagerDuty({ tls, routingKeys: [KEY] });
  limiter = openLimiter();
  adapter = adapterWith({});
  attempt = attempts();
  return () => pagerduty.stop();
});

afterAll(() => pagerduty.stop());

interface Changes extends Partial<Place> {
  readonly routingKey?: string;
  readonly repage?: boolean;
}

function adapterWith({ routingKey = KEY, repage = false, ...place }: Changes): Adapter {
  const server = new URL(pagerduty.eventsUrl).host;
  const at = { server, ca, timeoutMs: 800, ...place };
  return createPagerDutyAdapter({
    routingKey,
    repage,
    events: createEventsApi(limiter, routingKey, at),
    pagerDutyIncidents: createMemoryStore(() => NOON).pagerDutyIncidents,
    onTrouble: () => {},
  });
}

function run(view: DeliveryView) {
  return adapter.deliver(view, attempt.at(NOON));
}

function group(sample: GroupSample = {}): DeliveryView {
  return sampleView({ integration: INTEGRATION, ...sample });
}

const actions = () => pagerduty.events.map((event) => event.event_action);
const TRIGGERED = { outcome: 'delivered', incident: 'open', paged: true };
const FIRING = { fingerprint: 'a' };
const OVER = { fingerprint: 'a', until: 1 };
const told = (...firing: string[]) => ({ told: { at: NOON - 60_000, firing, resolved: [] } });

describe('a group that fires', () => {
  test('is triggered: with its severity, what is wrong, where and since when', async () => {
    const view = group({
      labels: { service: 'orders-api' },
      alerts: [{ links: [{ title: 'console', url: 'https://console.aws.amazon.com/x' }] }, {}],
    });
    expect(await run(view)).toEqual(TRIGGERED);
    expect(pagerduty.events).toEqual([
      {
        routing_key: KEY,
        event_action: 'trigger',
        dedup_key: dedupKey(view),
        payload: expect.objectContaining({
          summary: 'High error rate · orders-api (2 alerts): 5XX share 12.4 %, over 10 % for 5 min',
          source: '111122223333 us-east-1',
          severity: 'critical',
          timestamp: '2026-03-04T11:53:00.000Z',
          group: 'orders-api',
        }),
        links: [{ href: 'https://console.aws.amazon.com/x', text: 'console' }],
      },
    ]);
  });

  test.each(['critical', 'error', 'warning', 'info'] as const)(
    'keeps its severity: %s',
    async (severity) => {
      await run(group({ alerts: [{ severity }] }));
      expect(pagerduty.incidents()[0]).toMatchObject({ severity });
    },
  );

  test('is not triggered by an edit, nor by what was told already', async () => {
    await run(editOf(group()));
    await run(group({ alerts: [FIRING], delivery: told('a') }));
    expect(pagerduty.calls).toEqual([]);
  });

  test('is triggered again by a new alert, into the same incident', async () => {
    await run(group({ alerts: [FIRING] }));
    await run(group({ alerts: [FIRING, { fingerprint: 'b' }], delivery: told('a') }));
    expect(actions()).toEqual(['trigger', 'trigger']);
    expect(pagerduty.incidents()).toHaveLength(1);
  });

  test('is not triggered again by a repeat, unless the route says so', async () => {
    const repeat = group({
      alerts: [FIRING],
      delivery: { ...told('a'), due: { ...DUE, reason: 'repeat' } },
    });
    await run(repeat);
    expect(actions()).toEqual([]);
    adapter = adapterWith({ repage: true });
    await run(repeat);
    expect(actions()).toEqual(['trigger']);
  });
});

describe('a group that is over', () => {
  test('is resolved with the key it was triggered with', async () => {
    await run(group({ alerts: [FIRING] }));
    await run(group({ alerts: [OVER], delivery: told('a') }));
    expect(actions()).toEqual(['trigger', 'resolve']);
    expect(pagerduty.incidents()).toMatchObject([{ status: 'resolved' }]);
  });

  test('and was never paged is not resolved', async () => {
    expect(await run(group({ alerts: [OVER] }))).toEqual({ outcome: 'delivered', unasked: true });
    expect(pagerduty.calls).toEqual([]);
  });
});

describe('the key of an incident', () => {
  const delivery = (episode: number) => ({ delivery: { episode } });

  test('stays the same whatever the group looks like', () => {
    const worse = group({ alerts: [{ severity: 'info' }, {}], delivery: told('a') });
    expect(dedupKey(worse)).toBe(dedupKey(group()));
  });

  test('differs by group, integration and episode', () => {
    const keys = [
      group(),
      group({ key: 'ops.other' }),
      group({ integration: 'page/pagerduty/1' }),
      group(delivery(1)),
      group(delivery(2)),
    ].map(dedupKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

const FAULTS: readonly (Fault & { accepted: number })[] = [
  { kind: 'error', accepted: 0 },
  { kind: 'hang', accepted: 0 },
  { kind: 'hang-after', accepted: 1 },
  { kind: 'cut-before', accepted: 0 },
  { kind: 'cut-after', accepted: 1 },
  { kind: 'garbage', accepted: 0 },
  { kind: 'rate-limited', retryAfter: 1, accepted: 0 },
];

describe.each(FAULTS)('after a fault of the kind $kind', ({ accepted, ...fault }) => {
  test('a page is sent again and is one incident', async () => {
    pagerduty.faults.next(fault);
    const first = await run(group());
    expect(first).toMatchObject({ outcome: 'retry' });
    expect(pagerduty.events).toHaveLength(accepted);
    expect(await run(group())).toEqual(TRIGGERED);
    expect(pagerduty.incidents()).toHaveLength(1);
  });

  test('a page that may have arrived is resolved when the group is over by then', async () => {
    pagerduty.faults.next(fault);
    await run(group({ alerts: [FIRING] }));
    expect(await run(group({ alerts: [OVER] }))).toEqual({ outcome: 'delivered' });
    expect(actions().at(-1)).toBe('resolve');
    expect(pagerduty.incidents().every(({ status }) => status === 'resolved')).toBe(true);
  });

  test('a resolution is sent again', async () => {
    await run(group({ alerts: [FIRING] }));
    pagerduty.faults.next(fault);
    const over = group({ alerts: [OVER], delivery: told('a') });
    expect(await run(over)).toMatchObject({ outcome: 'retry' });
    expect(await run(over)).toMatchObject({ outcome: 'delivered' });
    expect(pagerduty.incidents()).toMatchObject([{ status: 'resolved' }]);
  });

  test('a resolution is sent again also when the alert fires again by then: that is told anew', async () => {
    await run(group({ alerts: [FIRING] }));
    pagerduty.faults.next(fault);
    await run(group({ alerts: [OVER], delivery: told('a') }));
    const again = group({ alerts: [FIRING], revision: 4, delivery: told('a') });
    expect(await run(again)).toEqual({
      outcome: 'delivered',
      said: { revision: 3, dueAt: DUE.at, firing: [], resolved: ['a'] },
    });
    expect(pagerduty.incidents()).toMatchObject([{ status: 'resolved' }]);
  });
});

test.each(['hang', 'hang-after'] as const)(
  'after a %s a page waits no longer than after any failure',
  async (kind) => {
    pagerduty.faults.next({ kind });
    expect(await run(group())).toEqual({ outcome: 'retry', why: 'no answer in time' });
  },
);

test('after "too many" a page waits, and is not sent again before', async () => {
  pagerduty.faults.next({ kind: 'rate-limited', times: 4 });
  const limited = { outcome: 'retry', afterMs: 20_000, why: 'rate limited' };
  expect(await run(group())).toEqual(limited);
  expect(await run(group())).toEqual(limited);
  expect(pagerduty.calls).toHaveLength(2);
});

test.each([301, 302, 307, 308])('a redirect is not followed: %d', async (status) => {
  let followed = false;
  const elsewhere = await listen(createServer(tls, () => (followed = true)));
  const location = `https://127.0.0.1:${elsewhere.port}/v2/enqueue`;
  const redirecting = await listen(
    createServer(tls, (_, res) => res.writeHead(status, { location }).end()),
  );
  adapter = adapterWith({ server: `127.0.0.1:${redirecting.port}` });
  expect(await run(group())).toEqual({
    outcome: 'retry',
    why: expect.stringContaining('redirect'),
  });
  expect(followed).toBe(false);
  await redirecting.stop();
  await elsewhere.stop();
});

test('an answer that never ends is no answer', async () => {
  const endless = await listen(createServer(tls, (_, res) => res.writeHead(202).write('{')));
  adapter = adapterWith({ server: `127.0.0.1:${endless.port}` });
  expect(await run(group())).toEqual({ outcome: 'retry', why: 'no answer in time' });
  await endless.stop();
});

test('what PagerDuty refuses is rejected with its words', async () => {
  adapter = adapterWith({ routingKey: 'X'.repeat(32) });
  expect(await run(group())).toEqual({
    outcome: 'reject',
    why: 'HTTP 400: Event object is invalid; Invalid routing key',
    diagnosis: {
      concerns: 'address',
      problem: 'it does not know the routing key',
      remedy: expect.stringContaining('routing_key'),
    },
  });
});

test('a server that can not prove who it is gets nothing', async () => {
  adapter = adapterWith({ ca: (await makeAuthority()).caPem });
  expect(await run(group())).toEqual({ outcome: 'retry', why: expect.any(String) });
  expect(pagerduty.calls).toEqual([]);
});

test('the own rate limit is waited for, and its name does not give the key away', async () => {
  limiter.take = async ({ key }) => {
    expect(key).not.toContain(KEY);
    return 250;
  };
  expect(await run(group())).toEqual({ outcome: 'retry', afterMs: 250, why: 'own rate limit' });
  expect(pagerduty.calls).toEqual([]);
  expect(attempt.notes).toEqual([]);
});

describe('an event', () => {
  test('that would be too large loses details, never itself', async () => {
    const labels = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`label-${index}`, '漢'.repeat(1_024)]),
    );
    const alerts = Array.from({ length: 20 }, (_, index) => ({ name: `alarm-${index}`, labels }));
    expect(await run(group({ alerts }))).toEqual(TRIGGERED);
    const sent = JSON.stringify(pagerduty.events[0]);
    expect(Buffer.byteLength(sent)).toBeLessThan(512 * 1_024);
    expect(sent).toContain('"name":"alarm-0"');
    expect(sent).toContain('"firing":20');
  });

  test('whose text is its name is said once', () => {
    const alert = { name: 'the backup failed', annotations: { summary: 'the backup failed' } };
    const event = renderTrigger(group({ alerts: [alert] }), KEY);
    expect(event.payload.summary).toBe('the backup failed');
  });

  test('that is too large with a single alert still says what is wrong', () => {
    const labels = { service: '漢'.repeat(300_000) };
    const event = renderTrigger(group({ alerts: [{ labels }] }), KEY);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512 * 1_024);
    expect(event.payload.summary).toContain('High error rate');
  });

  test('has links to web pages only', () => {
    const links = [
      'javascript:alert(1)',
      'data:text/html,x',
      'nonsense',
      `https://long.example/${'x'.repeat(3_000)}`,
      'https://ok.example/a b',
    ].map((url) => ({ title: 'x', url }));
    expect(renderTrigger(group({ alerts: [{ links }] }), KEY).links).toEqual([
      { href: 'https://ok.example/a%20b', text: 'x' },
    ]);
  });

  test('is one that PagerDuty takes, whatever an alarm holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc
        .tuple(fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3_000))
        .map(([part, times]) => part.repeat(times)),
    );
    const alert = fc.record({
      name: text,
      labels: fc.dictionary(fc.constantFrom('account', 'region', 'service'), text),
      annotations: fc.dictionary(fc.constantFrom('summary', 'description'), text),
      links: fc.array(fc.record({ title: text, url: fc.oneof(text, fc.webUrl()) })),
    });
    const groups = fc.record({
      labels: fc.dictionary(fc.constantFrom('service', 'stage'), text),
      alerts: fc.array(alert, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(groups, (sample) => {
        const event = renderTrigger(group(sample), KEY);
        expect(readAlertEvent(JSON.stringify(event))).toMatchObject({ ok: true });
        expect(event.payload.summary.length).toBeLessThanOrEqual(1_024);
      }),
      { numRuns: 200 },
    );
  });
});
