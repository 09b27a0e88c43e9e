import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { createAlertReader } from '../../src/store/redis/alert-reader.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { alertOf } from '../contract/records.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const keys = keysOf('test');
let redis: TestRedis;
let read: ReturnType<typeof createAlertReader>;

beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client.flushall();
  read = createAlertReader(redis.client, keys);
});

const put = (alert: Alert, version: number) =>
  redis.client.set(keys.alert(alert.fingerprint), `${version}|${JSON.stringify(alert)}`);

test('an alert that stayed as it was is not parsed again', async () => {
  await put(alertOf('a'), 17);
  const first = await read(['a', 'nobody']);
  expect(first).toEqual(new Map([['a', alertOf('a')]]));
  expect((await read(['a'])).get('a')).toBe(first.get('a'));
});

test('one that changed, or is gone, is not taken for what it was', async () => {
  await put(alertOf('a'), 17);
  await put(alertOf('b'), 17);
  await read(['a', 'b']);
  const changed = { ...alertOf('a'), annotations: { summary: 'worse' } };
  await put(changed, 18);
  await redis.client.del(keys.alert('b'));
  expect(await read(['b', 'a'])).toEqual(new Map([['a', changed]]));
});

test('of those that were read so many are kept as have room, the last ones', async () => {
  const long = (name: string) => alertOf(name, { annotations: { summary: 'x'.repeat(600) } });
  for (const name of ['a', 'b']) await put(long(name), 17);
  const readFew = createAlertReader(redis.client, keys, 1_500);
  const first = await readFew(['a', 'b']);
  const again = await readFew(['b', 'a']);
  expect(again).toEqual(first);
  expect(again.get('b')).toBe(first.get('b'));
  expect(again.get('a')).not.toBe(first.get('a'));
});
