import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, connectWaiting } from '../../src/store/redis/connect.ts';
import { createRedisEventStore } from '../../src/store/redis/event-store.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { activePolicy } from '../support/active-policy.ts';
import { until } from '../support/wait.ts';

test('a store that is closed waits for nothing more, also while Redis is away', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-closing-'));
  const path = join(folder, 'redis.sock');
  // Somebody listens there, and hangs up: the client connects again and again.
  const server = createServer((socket) => void socket.destroy()).listen(path);
  const keys = keysOf('test');
  const redis = connect({ path }, () => {});
  const waiting = connectWaiting({ path }, () => {});
  const store = createRedisEventStore(redis, waiting, keys, activePolicy(redis, keys));
  const taken = store.take({ max: 1, waitMs: 60_000 });
  await until('it is about to connect again', () => waiting.status === 'reconnecting');
  store.close();
  await expect(taken).rejects.toThrow('the store is closed');
  redis.disconnect();
  server.close();
  await rm(folder, { recursive: true });
});
