import * as fc from 'fast-check';
import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pagerDutyEndpoint } from '../../src/intake/pagerduty/endpoint.ts';
import type { PagerDutyDeps } from '../../src/intake/pagerduty/receive.ts';
import { createPagerDutySignatureCheck } from '../../src/intake/pagerduty/signature.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { startIntake, type IntakeServer } from './support/intake-server.ts';
import { NOW } from './support/receiver.ts';

const OLD = 'for-pagerduty-as-it-was';
const NEW = 'for-pagerduty-from-now-on';
const KEY = 'tocsin-0011223344556677';
const ORDERS = { group: 'page.0011223344556677', integration: 'pagerduty/5d41', episode: 1_000 };
const CART = { group: 'page.8899aabbccddeeff', integration: 'pagerduty/5d41', episode: 2_000 };
const PERSON = { id: 'PANA001', type: 'user_reference', summary: 'Ana Ruiz' };
const PROGRAM = { id: 'PINT001', type: 'inbound_integration_reference', summary: 'Events API V2' };
const AT = '2026-03-04T12:00:00.250Z';

let store: MemoryStore;
let server: IntakeServer;

beforeEach(async () => {
  store = createMemoryStore(() => NOW);
  await store.pagerDutyIncidents.remember(KEY, ORDERS);
  await start();
});
afterEach(() => server.stop());

async function start(
  settings: Parameters<typeof pagerDutyEndpoint>[0] = { secret: [OLD, NEW], max_body: 4_096 },
  deps: Partial<PagerDutyDeps> = {},
): Promise<void> {
  const { inbox, pagerDutyIncidents } = store;
  const endpoint = pagerDutyEndpoint(settings, {
    inbox,
    pagerDutyIncidents,
    now: () => NOW,
    ...deps,
  });
  server = await startIntake({ endpoints: [endpoint] });
}

async function restart(...changed: Parameters<typeof start>): Promise<void> {
  server.stop();
  await start(...changed);
}

function sign(body: string | Uint8Array, secret = NEW): string {
  return `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function happening(type: string, changes: object = {}, data: object = {}) {
  return {
    event: {
      id: randomUUID(),
      event_type: type,
      resource_type: 'incident',
      occurred_at: AT,
      agent: PERSON,
      client: null,
      data: { id: 'PINC1', type: 'incident', status: 'triggered', incident_key: KEY, ...data },
      ...changes,
    },
  };
}

async function post(message: object, signature?: string) {
  const body = JSON.stringify(message);
  const headers = { 'x-pagerduty-signature': signature ?? sign(body) };
  const answer = await server.post('/v1/pagerduty', body, headers);
  return { status: answer.status, body: await answer.text() };
}

/** What waits in the inbox. */
function events() {
  return [...store.state.inbox.values()].map(({ event }) => event);
}

describe('a webhook of PagerDuty', () => {
  const through = { ...ORDERS, group: undefined, at: Date.parse(AT) };
  const asked = {
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/u),
    group: ORDERS.group,
    through: expect.objectContaining({ episode: 1_000, at: through.at }),
  };
  const byAna = { ...asked, by: 'Ana Ruiz', actor: 'pagerduty:PANA001' };

  test.each([
    ['incident.acknowledged', 'acknowledge'],
    ['incident.unacknowledged', 'unacknowledge'],
    ['incident.resolved', 'resolve'],
  ])('%s, done by a person, is done here in their name: %s', async (type, intent) => {
    expect((await post(happening(type))).status).toBe(200);
    expect(events()).toEqual([{ type: intent, ...byAna }]);
  });

  test.each([
    ['incident.acknowledged', 'acknowledged'],
    ['incident.resolved', 'resolved'],
    ['incident.reopened', 'open'],
  ])('%s, done by nobody, is only heard: %s', async (type, incident) => {
    await post(happening(type, { agent: PROGRAM }));
    expect(events()).toEqual([{ type: 'heard', ...asked, incident }]);
  });

  const KIM = { assignees: [{ id: 'PKIM', type: 'user_reference', summary: 'Kim\u202e Lee' }] };
  const given = { type: 'assigned', ...asked, to: ['Kim Lee'], place: 'PagerDuty' };

  test.each([
    ['incident.reassigned', 'reassigned', 'triggered', 'open'],
    ['incident.delegated', 'reassigned', 'triggered', 'open'],
    ['incident.escalated', 'escalated', 'triggered', 'open'],
    ['incident.reassigned', 'reassigned', 'acknowledged', 'acknowledged'],
  ])('%s says to whom an incident went: %s, %s', async (type, how, status, incident) => {
    await post(happening(type, {}, { ...KIM, status }));
    const { by, actor } = byAna;
    expect(events()).toEqual([{ ...given, how, incident, by, actor }]);
  });

  test('says to whom a timer escalated, and that nobody did it', async () => {
    await post(happening('incident.escalated', { agent: PROGRAM }, KIM));
    const actor = 'pagerduty:service';
    expect(events()).toEqual([{ ...given, how: 'escalated', incident: 'open', actor }]);
  });

  test('says nothing new of what the bot itself just gave to others', async () => {
    await store.pagerDutyIncidents.remember(KEY, { ...ORDERS, assignedAt: Date.parse(AT) - 2_000 });
    await post(happening('incident.reassigned', {}, KIM));
    await store.pagerDutyIncidents.remember(KEY, {
      ...ORDERS,
      assignedAt: Date.parse(AT) - 120_000,
    });
    await post(happening('incident.reassigned', {}, KIM));
    expect(events().map(({ type }) => type)).toEqual(['heard', 'assigned']);
  });

  test('says that the time of an acknowledgement is over, which counts here, too', async () => {
    await post(happening('incident.unacknowledged', { agent: null }));
    const by = { by: 'PagerDuty', actor: 'pagerduty:service' };
    expect(events()).toEqual([{ type: 'unacknowledge', ...asked, ...by }]);
  });

  test.each([
    ['a note', happening('incident.annotated')],
    ['another priority', happening('incident.priority_updated')],
    [
      'an incident given to others that is over',
      happening('incident.reassigned', {}, { status: 'resolved' }),
    ],
    [
      'a trial of the subscription',
      happening('pagey.ping', { data: { message: 'Hello', type: 'ping' } }),
    ],
    ['an incident of others', happening('incident.resolved', {}, { incident_key: 'srv01/HTTP' })],
    ['an incident without a key', happening('incident.resolved', {}, { incident_key: null })],
    ['what nobody knows yet', happening('incident.composted', { data: 7 })],
  ])('that tells of %s is taken, and nothing is done', async (_, message) => {
    expect(await post(message)).toEqual({ status: 200, body: '{"accepted":0}' });
    expect(events()).toEqual([]);
    expect(server.lines.at(-1)).toMatchObject({ message: 'received', reason: expect.any(String) });
  });

  const annotated = (content: string, changes: object = {}) =>
    happening('incident.annotated', {
      data: { id: 'PNOTE1', type: 'incident_note', incident: { id: 'PINC1' }, content },
      ...changes,
    });

  test('brings a note, of an incident that was told of before', async () => {
    await post(happening('incident.triggered'));
    await post(annotated('The pool is full'));
    expect(events()).toEqual([{ type: 'note', ...byAna, text: 'The pool is full' }]);
  });

  test('brings a note once, also where PagerDuty is asked what its incident is of', async () => {
    await restart(undefined, { keysOf: async () => [KEY] });
    await post(happening('incident.triggered'));
    await post(annotated('The pool is full'));
    expect(events()).toHaveLength(1);
  });

  test('does not bring the bot’s own notes back', async () => {
    await post(happening('incident.triggered'));
    await post(annotated('Acknowledged by Ana Ruiz (Tocsin)'));
    expect(events()).toEqual([]);
  });

  test('that comes twice is done once', async () => {
    const message = happening('incident.acknowledged');
    expect([(await post(message)).status, (await post(message)).status]).toEqual([200, 200]);
    expect(events()).toHaveLength(1);
  });

  test.each([
    ['no JSON', '{'],
    ['something else', '{"alerts": []}'],
    ['a time that is none', JSON.stringify(happening('x', { occurred_at: 'soon' }))],
  ])('that holds %s is answered 400', async (_, body) => {
    const answer = await server.post('/v1/pagerduty', body, {
      'x-pagerduty-signature': sign(body),
    });
    expect(answer.status).toBe(400);
  });

  test('shows no more of a name than a name', async () => {
    const agent = { ...PERSON, summary: `Ana\u202E${'a'.repeat(300)}` };
    await post(happening('incident.acknowledged', { agent }));
    expect(events()).toEqual([expect.objectContaining({ by: `Ana${'a'.repeat(77)}` })]);
  });

  test('takes no line of ours from a name', async () => {
    const agent = { ...PERSON, summary: 'Ana\n🟢 Resolved by Bob' };
    await post(happening('incident.acknowledged', { agent }));
    expect(events()).toEqual([expect.objectContaining({ by: 'Ana 🟢 Resolved by Bob' })]);
  });

  test('about an incident whose key looks like the id of one of ours asks nothing', async () => {
    await post(happening('incident.triggered'));
    const forged = { id: 'PEVIL1', incident_key: 'id PINC1' };
    expect((await post(happening('incident.acknowledged', {}, forged))).body).toContain('0');
    await restart(undefined, { keysOf: async () => ['id PINC1'] });
    await post(happening('incident.acknowledged', {}, { id: 'PEVIL1', incident_key: null }));
    expect(events()).toEqual([]);
  });
});

describe('an incident of several alerts', () => {
  beforeEach(() => store.pagerDutyIncidents.remember('tocsin-cart', CART));

  test('is all the groups that PagerDuty put into it', async () => {
    await restart(undefined, { keysOf: async () => [KEY, 'tocsin-cart', 'of-others'] });
    await post(happening('incident.acknowledged', {}, { incident_key: null }));
    expect(events().map((event) => 'group' in event && event.group)).toEqual([
      ORDERS.group,
      CART.group,
    ]);
  });

  test('is asked for only where it may be ours', async () => {
    const wanted: string[] = [];
    await restart(undefined, {
      keysOf: async (id) => {
        wanted.push(id);
        return [];
      },
    });
    await post(happening('incident.acknowledged', {}, { incident_key: 'of-others' }));
    expect(wanted).toEqual([]);
  });

  test('is sent again by PagerDuty when that does not say what it is of', async () => {
    await restart(undefined, { keysOf: async () => undefined });
    const first = await post(happening('incident.acknowledged', {}, { incident_key: null }));
    expect(first.status).toBe(503);
    // Of one that is known that much is done.
    expect((await post(happening('incident.acknowledged'))).status).toBe(200);
    expect(events()).toHaveLength(1);
  });
});

describe('who did not sign', () => {
  const message = happening('incident.resolved');
  const body = JSON.stringify(message);

  test.each([
    ['nothing', 'v1='],
    ['another secret', sign(body, 'guessed')],
    ['another body', sign(`${body} `)],
    ['half of it', sign(body).slice(0, 40)],
    ['another version', sign(body).replace('v1', 'v2')],
    ['no version', sign(body).slice(3)],
    ['rubbish', ',,v1=xyz,=,v1'],
  ])('is told 401 and nothing more: %s', async (_, signature) => {
    expect(await post(message, signature)).toEqual({ status: 401, body: 'unauthorized\n' });
    expect(events()).toEqual([]);
  });

  test('is told the same when no webhook is configured', async () => {
    server.stop();
    const { inbox, pagerDutyIncidents } = store;
    const endpoint = pagerDutyEndpoint(undefined, { inbox, pagerDutyIncidents, now: () => NOW });
    server = await startIntake({ endpoints: [endpoint] });
    expect(await post(message)).toEqual({ status: 401, body: 'unauthorized\n' });
    const bare = await server.post('/v1/pagerduty', body);
    expect([bare.status, await bare.text()]).toEqual([401, 'unauthorized\n']);
  });

  test('may not send much, nor often', async () => {
    await restart({ secret: [NEW], max_body: 1_024, rate: { perSecond: 1, burst: 2 } });
    const statuses = [await post(message), await post(message), await post(message)];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect((await post(happening('x'.repeat(2_000)))).status).toBe(413);
  });

  test('and the secrets are never logged', async () => {
    await post(message);
    await post(message, sign(body, 'guessed'));
    expect(JSON.stringify(server.lines)).not.toMatch(new RegExp(`${OLD}|${NEW}|v1=`, 'u'));
  });
});

describe('a signature', () => {
  const bodies = fc.uint8Array({ maxLength: 200 });
  const secrets = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 4,
  });
  const noise = fc.array(
    fc.oneof(
      fc.constantFrom('', 'v1=', 'v2=00', 'v1=zz', ','),
      fc.string({ maxLength: 80 }).filter((text) => !text.includes(',')),
      fc.stringMatching(/^v1=[0-9a-f]{64}$/u),
    ),
    { maxLength: 4 },
  );

  test('by any of the secrets counts, wherever it stands among others', () => {
    fc.assert(
      fc.property(bodies, secrets, fc.nat(3), noise, noise, (body, all, nth, before, after) => {
        const own = sign(body, all[nth % all.length]);
        const header = [...before, own, ...after].join(',');
        expect(createPagerDutySignatureCheck(all)(body, header)).toBe(true);
      }),
    );
  });

  test('by none of them never counts, whatever stands there', () => {
    fc.assert(
      fc.property(bodies, secrets, noise, fc.string(), (body, all, others, wrong) => {
        fc.pre(!all.includes(wrong));
        const header = [...others, sign(body, wrong)].join(',');
        expect(createPagerDutySignatureCheck(all)(body, header)).toBe(false);
        expect(createPagerDutySignatureCheck([''])(body, sign(body, ''))).toBe(false);
        expect(createPagerDutySignatureCheck([])(body, header)).toBe(false);
      }),
    );
  });

  test('is of every byte of the body', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 50 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (body, place, change) => {
          const other = Uint8Array.from(body);
          const at = place % body.length;
          other[at] = (body[at] ?? 0) ^ change;
          expect(createPagerDutySignatureCheck([NEW])(other, sign(body))).toBe(false);
        },
      ),
    );
  });
});
