import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Signal } from '../../src/alert/signal.ts';
import { matcher } from '../../src/alert/matcher.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Acceptance } from '../../src/engine/ports/inbox.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { policyOf, route, signal } from '../rules/make.ts';
import { activePolicy } from '../support/active-policy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const HOUR = 60 * 60 * 1000;
const policy = policyOf(
  route({ groupBy: ['team'], groupWait: HOUR, groupInterval: HOUR }),
  undefined,
  {
    inhibitRules: [
      {
        id: 'rule',
        source: [matcher('kind', '=', 'source')],
        target: [matcher('alertname', '=~', 'more.*')],
        equal: [],
      },
    ],
  },
);

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

const now = Date.now();
const silenceOf = (index: number): Acceptance['event'] => ({
  type: 'silence',
  traceId: '',
  silence: {
    id: `silence-${index}`,
    matchers: [{ name: 'alertname', operator: '=', value: `other-${index}` }],
    startsAt: now,
    endsAt: now + HOUR,
    createdBy: 'somebody',
    comment: '',
  },
});
const firing = (name: string, labels: Signal['labels']): Acceptance['event'] => ({
  type: 'signals',
  traceId: '',
  signals: [signal(name, { labels, startsAt: Date.now(), changedAt: Date.now() })],
});

/** The bytes that go to and from Redis for one signal more, once there is so much of something. */
async function bytesFor(count: number, eventOf: (index: number) => Acceptance['event']) {
  const keys = keysOf(randomUUID());
  const { client } = redis;
  const store = createRedisEventStore(client, client, keys, activePolicy(client, keys));
  await store.open();
  const inbox = createRedisInbox(client, keys, HOUR);
  const errors: unknown[] = [];
  const engine = createEngine(store, () => policy, {
    onDecision: () => {},
    onEffects: () => {},
    onStanding: () => {},
    onError: (error) => errors.push(error),
  });
  const handle = async (events: readonly Acceptance['event'][]) => {
    const accepted = events.map((event) => inbox.accept({ messageId: randomUUID(), event }));
    await Promise.all(accepted);
    while ((await client.xlen(keys.inbox)) > 0) await engine.turn();
  };
  await handle(Array.from({ length: count }, (_, index) => eventOf(index)));
  await handle([firing('more-0', { team: 'red' })]);
  const before = await bytesOf();
  await handle([firing('more-1', { team: 'red' })]);
  expect(errors).toEqual([]);
  return (await bytesOf()) - before;
}

async function bytesOf(): Promise<number> {
  const text = await redis.client.info('stats');
  const of = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'mu').exec(text)?.[1]);
  return of('total_net_input_bytes') + of('total_net_output_bytes');
}

test.each([
  ['silences', silenceOf],
  ['firing alerts of its group', (index: number) => firing(`old-${index}`, { team: 'red' })],
  ['other groups', (index: number) => firing(`old-${index}`, { team: `team-${index}` })],
  [
    'firing alerts that may inhibit it',
    (index: number) => firing(`old-${index}`, { team: 'red', kind: 'source' }),
  ],
])('what a signal moves to and from Redis does not grow with the %s', async (_, eventOf) => {
  const [few, many] = [await bytesFor(10, eventOf), await bytesFor(500, eventOf)];
  expect(few).toBeGreaterThan(1_000);
  expect(many).toBeLessThan(few + 200);
});
