import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeAuthority } from '../../../demo/certificates.ts';
import type { FaultKind } from '../../../demo/faults.ts';
import { startPagerDuty, type PagerDuty } from '../../../demo/pagerduty.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import { createEventsApi } from '../../../src/delivery/pagerduty/events-api.ts';
import { alertKeysOf } from '../../../src/delivery/pagerduty/incident.ts';
import { dedupKey } from '../../../src/delivery/pagerduty/render.ts';
import { createRestApi, type RestApi } from '../../../src/delivery/pagerduty/rest-api.ts';
import { createPagerDutyAdapter } from '../../../src/delivery/pagerduty/send.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { attempts, openLimiter, type Attempts } from '../support/attempts.ts';
import { DUE, editOf, NOON, sampleView } from '../support/views.ts';

const KEY = 'R0123456789ABCDEF0123456789ABCDE';
const TOKEN = 'rest-api-token';
const FROM = 'bot@example.com';

let authority: Awaited<ReturnType<typeof makeAuthority>>;
let pagerduty: PagerDuty;
let adapter: Adapter;
let attempt: Attempts;
let troubles: string[];
/** Of which group an incident is, as the adapter wrote it down. */
let pagerDutyIncidents: ReturnType<typeof createMemoryStore>['pagerDutyIncidents'];

beforeAll(async () => {
  authority = await makeAuthority();
});
beforeEach(async () => {
  const tls = await authority.serverCertificate();
  pagerduty = await startPagerDuty({ tls, routingKeys: [KEY], apiToken: TOKEN, onCall: ON_CALL });
  ({ pagerDutyIncidents } = createMemoryStore(() => NOON));
  attempt = attempts();
  troubles = [];
  adapter = adapterWith({});
  return () => pagerduty.stop();
});
afterAll(() => pagerduty.stop());

function restWith({ token = TOKEN, from = FROM } = {}): RestApi {
  const server = new URL(pagerduty.apiUrl).host;
  const place = { server, ca: authority.caPem, timeoutMs: 800 };
  return createRestApi(openLimiter(), { token, from, ...place });
}

function adapterWith(changes: Parameters<typeof restWith>[0]): Adapter {
  const server = new URL(pagerduty.eventsUrl).host;
  return createPagerDutyAdapter({
    routingKey: KEY,
    repage: false,
    events: createEventsApi(openLimiter(), KEY, { server, ca: authority.caPem, timeoutMs: 800 }),
    rest: restWith(changes),
    pagerDutyIncidents,
    onTrouble: (_, why) => troubles.push(why),
  });
}

/** Who is called first, second and third. */
const ON_CALL = ['Olga Oncall', 'Kim', 'Lee'].map((name, index) => {
  const entry = { schedule: 'PSCHED1', email: 'x@example.com', start: 0, end: 1e15 };
  return { ...entry, name, level: index + 1 };
});

const run = (view: DeliveryView) => adapter.deliver(view, attempt.at(NOON));

const FIRING = { fingerprint: 'a' };
const told = { told: { at: NOON - 60_000, firing: ['a'], resolved: [] }, episode: NOON - 60_000 };
const fresh = sampleView({ alerts: [FIRING], delivery: { episode: NOON - 60_000 } });
/** Told before, and shown again because somebody took it on or gave it back. */
const edit = editOf(sampleView({ alerts: [FIRING], delivery: told }));
const taken: DeliveryView = {
  ...edit,
  incident: 'open',
  acknowledged: { by: 'Ana Ruiz', at: NOON - 30_000, severity: 'critical' },
};
const given: DeliveryView = {
  ...edit,
  incident: 'acknowledged',
  handed: { by: 'Ben', at: NOON },
};

const status = () => pagerduty.incidents()[0]?.status;
const notes = () =>
  pagerduty
    .incidents()[0]
    ?.timeline.flatMap(({ action, summary, by }) =>
      action === 'note' ? [`${by}: ${summary}`] : [],
    );

describe('somebody who takes a group on', () => {
  beforeEach(async () => {
    await run(fresh);
  });

  test('acknowledges the incident, and a note says who it was', async () => {
    expect(await run(taken)).toEqual({ outcome: 'delivered', incident: 'acknowledged' });
    expect([status(), notes()]).toEqual([
      'acknowledged',
      ['bot@example.com: Acknowledged by Ana Ruiz (Tocsin)'],
    ]);
  });

  test.each<FaultKind>(['error', 'hang', 'garbage', 'rate-limited'])(
    'is not held up by a note that fails: %s',
    async (kind) => {
      pagerduty.faults.next({ kind, action: 'GET /incidents' });
      expect(await run(taken)).toMatchObject({ outcome: 'delivered', incident: 'acknowledged' });
      expect(troubles).toHaveLength(1);
      expect(notes()).toEqual([]);
    },
  );

  test('leaves no second note when all is tried again', async () => {
    await run(taken);
    await run(taken);
    expect(notes()).toHaveLength(1);
  });

  test('who did so before the page is not told to it', async () => {
    const before = { by: 'Ana', at: NOON - 90_000, severity: 'critical' } as const;
    expect(await run({ ...taken, acknowledged: before })).toMatchObject({ outcome: 'delivered' });
    expect(status()).toBe('triggered');
  });

  test('in PagerDuty itself is not told there', async () => {
    const calls = pagerduty.calls.length;
    expect(await run({ ...taken, incident: 'acknowledged' })).toMatchObject({
      outcome: 'delivered',
    });
    expect(pagerduty.calls).toHaveLength(calls);
  });
});

describe('a call for the next', () => {
  const { due } = sampleView({
    alerts: [FIRING],
    delivery: { ...told, due: { ...DUE, reason: 'escalated', by: 'Ana' } },
  });
  const call: DeliveryView = { ...edit, ...(due && { due }) };
  const assignees = () => pagerduty.incidents()[0]?.assignees;

  beforeEach(async () => {
    await run(fresh);
  });

  test('escalates the incident to the next level, and says who that is', async () => {
    await run(taken);
    expect(await run({ ...call, incident: 'acknowledged' })).toMatchObject({
      outcome: 'delivered',
      called: { to: ['Kim'] },
      incident: 'open',
    });
    expect([assignees(), status()]).toEqual([['Kim'], 'triggered']);
  });

  test.each<FaultKind>(['error', 'cut-after', 'hang-after', 'garbage'])(
    'goes up one level, however often it is tried: %s',
    async (kind) => {
      pagerduty.faults.next({ kind, action: 'PUT /incidents/PINC0001' });
      expect(await run(call)).toMatchObject({ outcome: 'retry', afterMs: 10_000 });
      expect(await run(call)).toMatchObject({ called: { to: ['Kim'] } });
      expect(assignees()).toEqual(['Kim']);
    },
  );

  test.each([
    ['at its last level', 'Lee', 'it is at the last level of its escalation policy'],
    ['closed there', undefined, 'it is closed there'],
  ])('of an incident that is %s calls nobody, and says so', async (_, whom, why) => {
    pagerduty.act(1, whom === undefined ? 'resolve' : 'reassign', 'Pat', whom);
    expect(await run(call)).toMatchObject({ outcome: 'delivered', called: { why } });
  });

  test('begins at the first level where the incident went to somebody else', async () => {
    pagerduty.act(1, 'reassign', 'Pat', 'Somebody Else');
    await run(call);
    expect(assignees()).toEqual(['Olga Oncall']);
  });

  test('that time brought is left to PagerDuty', async () => {
    await run({ ...call, due: { ...DUE, reason: 'escalated' } });
    expect(assignees()).toEqual(['Olga Oncall']);
  });

  test('is known as our own doing when PagerDuty tells of it', async () => {
    await run(call);
    expect(await pagerDutyIncidents.find(dedupKey(call))).toMatchObject({ assignedAt: NOON });
  });

  test('with a token that is not known calls nobody, and says so', async () => {
    adapter = adapterWith({ token: 'guessed' });
    expect(await run(call)).toMatchObject({ called: { why: 'HTTP 401: Unauthorized' } });
  });
});

describe('a silence', () => {
  const lately = [
    { what: 'silenced', at: NOON, revision: 3, by: 'Ana', why: 'x'.repeat(2_000) },
    { what: 'noted', at: NOON, revision: 3, by: 'Ana', place: 'PagerDuty' },
  ] as const;
  const silenced: DeliveryView = { ...edit, revision: 3, shown: 2, lately };

  beforeEach(async () => {
    await run(fresh);
  });

  test('is a note, once, that ends with our name however long its reason is', async () => {
    await run(silenced);
    await run(silenced);
    expect(notes()).toHaveLength(1);
    expect(notes()?.[0]).toMatch(/^bot@example\.com: Silenced by Ana: x+… \(Tocsin\)$/u);
    await run({ ...silenced, shown: 3 });
    expect(notes()).toHaveLength(1);
  });

  test('and what was noted here is one, with its link', async () => {
    const link = 'https://shop.slack.com/archives/C0OPS/p1';
    const noted = { what: 'noted', at: NOON, revision: 3, by: 'Ana', why: 'opened INC-1' } as const;
    await run({ ...silenced, lately: [{ ...noted, link }] });
    expect(notes()).toEqual([`bot@example.com: Ana: opened INC-1 ${link} (Tocsin)`]);
  });

  test('holds nothing up when the note fails', async () => {
    pagerduty.faults.next({ kind: 'error', action: 'GET /incidents' });
    expect(await run(silenced)).toMatchObject({ outcome: 'delivered' });
    expect(troubles).toHaveLength(1);
  });

  test('is no note in an incident that is over', async () => {
    await run({ ...silenced, incident: 'resolved' });
    expect(notes()).toEqual([]);
  });
});

describe('somebody who gives a group back', () => {
  beforeEach(async () => {
    await run(fresh);
    await run(taken);
  });

  test('has the incident assigned anew, which calls people again', async () => {
    expect(await run(given)).toEqual({ outcome: 'delivered', incident: 'open' });
    expect(status()).toBe('triggered');
    expect(notes()?.at(-1)).toBe('bot@example.com: Given back by Ben (Tocsin)');
  });

  test('changes nothing of an incident that is open or closed there by now', async () => {
    pagerduty.act(1, 'resolve');
    expect(await run(given)).toEqual({ outcome: 'delivered', incident: 'open' });
    expect(status()).toBe('resolved');
  });

  test.each<FaultKind>(['error', 'hang', 'garbage'])(
    'is tried again, soon, after a failure: %s',
    async (kind) => {
      pagerduty.faults.next({ kind, action: 'PUT /incidents/PINC0001' });
      expect(await run(given)).toMatchObject({ outcome: 'retry', afterMs: 10_000 });
      expect(await run(given)).toMatchObject({ outcome: 'delivered' });
      expect(status()).toBe('triggered');
    },
  );

  test.each([
    ['a token that is not known', { token: 'guessed' }, 'HTTP 401: Unauthorized'],
    ['nobody in whose name', { from: '' }, 'HTTP 400: Requester User Not Found'],
  ])('and may not, with %s, is said and holds nothing up', async (_, changes, why) => {
    adapter = adapterWith(changes);
    expect(await run(given)).toEqual({ outcome: 'delivered', incident: 'open' });
    expect(troubles).toEqual([why]);
    expect(status()).toBe('acknowledged');
  });
});

test('a page goes out before anything else is said', async () => {
  const both = sampleView({ alerts: [FIRING, { fingerprint: 'b' }], delivery: told });
  await run(fresh);
  const { acknowledged, incident } = taken;
  await run({ ...both, ...(acknowledged && { acknowledged }), ...(incident && { incident }) });
  expect(pagerduty.events.map((event) => event.event_action)).toEqual(['trigger', 'trigger']);
});

test('of which group an incident is, is known before PagerDuty knows of it', async () => {
  pagerduty.faults.next({ kind: 'error', action: 'trigger' });
  await run(fresh);
  const { group, integration, episode } = fresh;
  expect(await pagerDutyIncidents.find(dedupKey(fresh))).toEqual({ group, integration, episode });
});

test('what a person closed there is not resolved again, nor acknowledged', async () => {
  const over = sampleView({ alerts: [{ fingerprint: 'a', until: 1 }], delivery: told });
  expect(await run({ ...over, incident: 'resolved' })).toMatchObject({ outcome: 'delivered' });
  expect(await run({ ...taken, incident: 'resolved' })).toMatchObject({ outcome: 'delivered' });
  expect(pagerduty.calls).toEqual([]);
});

test('the alerts of an incident are known by their keys, as far as PagerDuty says', async () => {
  await run(fresh);
  expect(await alertKeysOf(restWith(), 'PINC0001')).toEqual([dedupKey(fresh)]);
  expect(await alertKeysOf(restWith(), 'PINC9999')).toEqual([]);
  pagerduty.faults.next({ kind: 'error', action: 'GET /incidents/PINC0001/alerts' });
  expect(await alertKeysOf(restWith(), 'PINC0001')).toBeUndefined();
});
