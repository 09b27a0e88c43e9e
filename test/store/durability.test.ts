import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/listen.ts';
import { durabilityWarnings } from '../../src/store/redis/durability.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

beforeEach(async () => {
  await redis.client.config('SET', 'appendonly', 'yes');
  await redis.client.config('SET', 'appendfsync', 'always');
  await redis.client.config('SET', 'maxmemory-policy', 'noeviction');
});

describe('a Redis that is weaker than it should be is named, with what to set:', () => {
  test('nothing, where it is as it should be', async () => {
    expect(await durabilityWarnings(redis.client)).toEqual([]);
  });

  test.each([
    ['appendonly', 'no', /keeps no append-only file.*set appendonly yes/],
    ['appendfsync', 'everysec', /syncs its append-only file everysec.*set appendfsync always/],
    ['appendfsync', 'no', /syncs its append-only file no.*set appendfsync always/],
    ['maxmemory-policy', 'allkeys-lru', /may evict keys.*set maxmemory-policy noeviction/],
  ])('%s %s', async (name, value, warning) => {
    await redis.client.config('SET', name, value);
    expect(await durabilityWarnings(redis.client)).toEqual([expect.stringMatching(warning)]);
  });

  test('everything at once', async () => {
    await redis.client.config('SET', 'appendonly', 'no');
    await redis.client.config('SET', 'maxmemory-policy', 'volatile-ttl');
    expect(await durabilityWarnings(redis.client)).toHaveLength(2);
  });
});

test('a managed Redis that hides its configuration is asked about', async () => {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--rename-command', 'CONFIG', ''],
    { stdio: 'ignore' },
  );
  const client = new Redis(port, { retryStrategy: () => 25 });
  client.on('error', () => {});
  expect(await durabilityWarnings(client)).toEqual([
    expect.stringContaining('does not show its configuration'),
  ]);
  client.disconnect();
  server.kill();
  await once(server, 'exit');
});
