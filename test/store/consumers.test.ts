import { afterAll, beforeAll, expect, test } from 'vitest';
import { dismissConsumers } from '../../src/store/redis/consumers.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('consumers that are long gone are forgotten, unless something of theirs is still to be taken over', async () => {
  const { client } = redis;
  await client.xgroup('CREATE', 'stream', 'group', '0', 'MKSTREAM');
  await client.xadd('stream', '*', 'event', 'x');
  await client.xreadgroup('GROUP', 'group', 'has one', 'COUNT', 1, 'STREAMS', 'stream', '>');
  await client.xgroup('CREATECONSUMER', 'stream', 'group', 'has none');
  const names = async () =>
    JSON.stringify(await client.xinfo('CONSUMERS', 'stream', 'group')).match(/has \w+/gu);
  await dismissConsumers(client, 'stream', 'group');
  expect(await names()).toEqual(['has none', 'has one']);
  await dismissConsumers(client, 'stream', 'group', 0);
  expect(await names()).toEqual(['has one']);
});
