import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRedisGroups } from '../../src/store/redis/groups.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { encode } from '../../src/store/redis/record.ts';
import { groupOf } from '../contract/records.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => void (redis = await startRedis()));
afterAll(() => redis.stop());

test('groups are listed with as many calls, however much else is kept', async () => {
  const keys = keysOf('tocsin');
  await redis.client.mset(
    Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [keys.decisions(`gone.${n}`), 'x'])),
  );
  await redis.client.set(keys.group('root.1'), encode(1, groupOf('root.1')));
  await redis.client.sadd(keys.groups, 'root.1', 'root.gone');
  const calls = vi.spyOn(redis.client, 'sendCommand');
  const listed: string[] = [];
  for await (const { key } of createRedisGroups(redis.client, keys).list()) listed.push(key);
  expect(listed).toEqual(['root.1']);
  expect(calls.mock.calls).toHaveLength(2);
});
