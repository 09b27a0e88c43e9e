import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IntentEvent } from '../../src/rules/event.ts';
import { appendIntent, isCommitted } from '../../src/store/redis/intents.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const KEYS = keysOf('tocsin');
const WISH: IntentEvent = { type: 'expire-silence', traceId: 't', id: 's', by: 'Ana' };

let redis: TestRedis;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

test('a wish with an id is put in once, however often it is asked, also after it was done', async () => {
  const { client } = redis;
  const [first, again] = await Promise.all([
    appendIntent(client, KEYS, WISH, 'request/1'),
    appendIntent(client, KEYS, WISH, 'request/1'),
  ]);
  expect(again).toBe(first);
  expect(await isCommitted(client, KEYS, first)).toBe(false);
  await client.xdel(KEYS.inbox, first);
  expect(await appendIntent(client, KEYS, WISH, 'request/1')).toBe(first);
  expect(await isCommitted(client, KEYS, first)).toBe(true);
  expect(await appendIntent(client, KEYS, WISH, 'request/2')).not.toBe(first);
});

test('a wish without an id is put in each time', async () => {
  const { client } = redis;
  const first = await appendIntent(client, KEYS, WISH);
  expect(await appendIntent(client, KEYS, WISH)).not.toBe(first);
});
