import * as fc from 'fast-check';
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Signal } from '../../src/alert/signal.ts';
import { parseJson } from '../../src/intake/json.ts';
import { snsEndpoint } from '../../src/intake/sns/endpoint.ts';
import { takeMessage } from '../../src/intake/sqs/take-message.ts';
import { webhookEndpoints } from '../../src/intake/webhooks/endpoints.ts';
import { TOPIC } from './support/alarms.ts';
import { startIntake, type IntakeServer } from './support/intake-server.ts';
import { createRig, NOW, type Rig } from './support/receiver.ts';
import { isSilent, SAMPLES } from './support/samples.ts';
import { notification } from './support/sns-sender.ts';
import { expectSound } from './support/sound.ts';
import { damaged } from './support/spoiled.ts';

/** How long bodies are made up; `make fuzz` has more time. */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 10);
const TOKEN = 'for-everybody';
const SETTINGS = { token: TOKEN, max_body: 1_000_000 };

let rig: Rig;
let server: IntakeServer;

beforeAll(async () => {
  rig = await createRig();
  const { inbox } = rig;
  const webhooks = webhookEndpoints(
    {
      tocsin: SETTINGS,
      alertmanager: SETTINGS,
      grafana: SETTINGS,
      sentry: { secret: TOKEN, max_body: SETTINGS.max_body },
    },
    { inbox, now: () => NOW },
  );
  const quiet = { info: () => {}, warn: () => {} };
  const endpoints = [snsEndpoint({ ...rig.deps, rawSecret: TOKEN }), ...webhooks];
  server = await startIntake({ endpoints, log: quiet, audit: () => {}, onRequest: () => {} });
});
afterAll(() => server.stop());

type Body = Buffer<ArrayBuffer>;

/** What became of a body: who sent it knows how many signals were taken, or why it was refused. */
interface Answer {
  readonly taken: number;
  readonly refused?: string;
}

const bearer = { authorization: `Bearer ${TOKEN}` };

async function post(path: string, body: Body, headers: Record<string, string>): Promise<Answer> {
  const response = await server.post(path, body, headers);
  const text = await response.text();
  expect([response.status, text]).toEqual([expect.toBeOneOf([200, 400, 413]), expect.anything()]);
  if (response.status !== 200) return { taken: 0, refused: text };
  const told = response.headers.get('content-type')?.includes('json') === true;
  return { taken: told ? accepted.parse(JSON.parse(text)).accepted : taken().length };
}

const accepted = z.object({ accepted: z.number() });

/** What the inbox took. */
function taken(): readonly Signal[] {
  return rig.inbox.accepted.flatMap(({ event }) => event.signals);
}

function sign(body: Body): string {
  return createHmac('sha256', TOKEN).update(body).digest('hex');
}

/** Of these nobody reads a refusal; of the others the sender does. */
const BY_AWS = new Set(['SNS, signed', 'SQS']);
const LISTS = new Set(['our JSON', 'Alertmanager', 'Grafana']);

/** The ways in. What SNS signs for, and what waits in a queue, is a text whatever its bytes were. */
const WAYS: Readonly<Record<string, (body: Body) => Promise<Answer>>> = {
  'SNS, signed': (body) => {
    const signed = rig.sender.sign(notification({ Message: body.toString() }));
    return post('/v1/sns', Buffer.from(JSON.stringify(signed)), {});
  },
  'SNS, raw': (body) =>
    post('/v1/sns', body, {
      ...bearer,
      'x-amz-sns-rawdelivery': 'true',
      'x-amz-sns-message-id': randomUUID(),
      'x-amz-sns-topic-arn': TOPIC,
    }),
  SQS: async (body) => {
    const message = { id: randomUUID(), receipt: 'r', body: body.toString() };
    const { outcome } = await takeMessage(message, { inbox: rig.inbox, now: () => NOW });
    if (outcome === 'accepted') return { taken: taken().length };
    return { taken: 0, refused: rig.inbox.deadLetters[0]?.reason ?? '' };
  },
  'our JSON': (body) => post('/v1/alerts', body, bearer),
  Alertmanager: (body) => post('/v1/alertmanager', body, bearer),
  Grafana: (body) => post('/v1/grafana', body, bearer),
  Sentry: (body) => post('/v1/sentry', body, { 'sentry-hook-signature': sign(body) }),
};

/** Where most of a kind's messages come in; the others come everywhere. */
const OWN_WAY: Readonly<Record<string, string>> = {
  tocsin: 'our JSON',
  alertmanager: 'Alertmanager',
  grafana: 'Grafana',
  sentry: 'Sentry',
};

const enveloped = notification({ Message: JSON.stringify(SAMPLES[0]?.message) });
const kinds = [...SAMPLES, { source: 'text', kind: 'an SNS envelope', message: enveloped }];

const cases = fc
  .constantFrom(...kinds.map((sample) => ({ ...sample, isSilent: isSilent(sample) })))
  .chain(({ source, message, isSilent: mayBeSilent }) => {
    const own = Object.entries(OWN_WAY).flatMap(([of, one]) => (of === source ? [one] : []));
    return fc.record({
      way: fc.oneof(fc.constantFrom(...Object.keys(WAYS)), fc.constantFrom(...own, 'SQS')),
      body: damaged(message),
      mayBeSilent: fc.constant(mayBeSilent),
    });
  });

/** A list of alerts, or of deployments, that says itself that there are none. */
function isEmptyList(body: Body): boolean {
  const json = parseJson(body.toString());
  return json.ok && emptyList.safeParse(json.value).success;
}

const empty = z.array(z.unknown()).max(0);
const emptyList = z.union([
  z.object({ alerts: empty, deployments: empty.optional() }),
  z.object({ alerts: empty.optional(), deployments: empty }),
]);

test(
  'a body is taken whole or refused with a reason, by every way in, whatever is wrong with it',
  { timeout: (SECONDS + 60) * 1_000 },
  async () => {
    const count = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ({ way, body, mayBeSilent }) => {
        rig.inbox.accepted.length = 0;
        rig.inbox.deadLetters.length = 0;
        const { taken: said, refused } = (await WAYS[way]?.(body)) ?? { taken: -1 };
        const signals = taken();
        signals.forEach(expectSound);
        expect(signals).toHaveLength(said);
        expect(refused ?? 'with a reason').toMatch(/\w+ \w+/u);
        const isRefused = refused !== undefined;
        count[isRefused ? 'refused' : 'taken'] += 1;
        // What is not understood is told as it is. Who posts an empty list is answered that it was.
        const mayTellNothing = isRefused || mayBeSilent || (LISTS.has(way) && isEmptyList(body));
        expect({ way, isTold: signals.length > 0 || mayTellNothing }).toEqual({
          way,
          isTold: true,
        });
        expect({ way, isLost: isRefused && BY_AWS.has(way) }).toEqual({ way, isLost: false });
      }),
      { numRuns: 1e9, interruptAfterTimeLimit: SECONDS * 1_000 },
    );
    console.info(`${count.taken + count.refused} bodies, of which ${count.refused} were refused`);
    expect(Math.min(count.taken, count.refused)).toBeGreaterThan(100);
  },
);
