import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { tocsin } from './support/tocsin.ts';

const KEYS = keysOf('tocsin');

let redis: TestRedis;
let folder: string;
let config: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-audit-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, `redis: { url: "${redis.url}" }\nhttp: { listen: "127.0.0.1:0" }\n`);
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await redis.client.flushall();
});

const audit = (...args: readonly string[]) => tocsin(['audit', ...args, '--config', config]);

async function actionsNow(): Promise<readonly unknown[]> {
  const { stdout } = await audit('--json');
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

describe('tocsin audit', () => {
  test('says that nothing was done', async () => {
    expect(await audit()).toEqual({
      status: 0,
      stdout: '',
      stderr: 'nothing was done in that time\n',
    });
    expect(await audit('--json')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('prints a line each, and nothing that could move the cursor', async () => {
    const deed = { actor: 'SNS', action: 'subscription-removed', object: 'a\u001B[31m' } as const;
    const details = { messageId: 'm' };
    await createRedisAudit(redis.client, KEYS).append({ ...deed, details, traceId: 't' });
    const { stdout } = await audit('--since', '1h');
    const [head, line] = stdout.split('\n');
    expect(head).toMatch(/^TIME +ACTOR +ACTION +OBJECT +DETAILS$/u);
    expect(line).toMatch(/^\S+Z {2}SNS +subscription-removed {2}a \[31m +messageId=m$/u);
    expect(await actionsNow()).toEqual([
      { id: expect.any(String), at: expect.any(String), ...deed, details, trace_id: 't' },
    ]);
  });

  test('leaves out what was done before', async () => {
    const deed = { actor: 'SNS', action: 'subscription-removed', object: 'a' } as const;
    await redis.client.xadd(KEYS.audit, '1767225600000-0', 'deed', JSON.stringify(deed));
    expect((await audit('--since', '2026-01-01T00:00:00Z')).stdout).toContain('SNS');
    expect((await audit('--since', '2026-01-01T00:00:01Z')).stdout).toBe('');
    expect((await audit('--since', '1h')).stdout).toBe('');
  });

  test('ends with 2 for a time that is none', async () => {
    const { status, stderr } = await audit('--since', 'yesterday');
    expect(status).toBe(2);
    expect(stderr).toContain('write 30m, 2h, 7d, or a time such as');
  });
});

describe('the trail has', () => {
  test('a dead letter that was replayed, and by whom', async () => {
    await createRedisInbox(redis.client, KEYS, 60_000).deadLetter({
      messageId: 'm1',
      reason: 'the message is old',
      body: 'disk full',
    });
    await tocsin(['dlq', 'replay', '--config', config]);
    expect(await actionsNow()).toMatchObject([
      {
        actor: expect.stringMatching(/^\S+@\S+$/u),
        action: 'dead-letter-replayed',
        object: expect.stringMatching(/^\d+-0$/u),
        details: { messageId: 'm1', reason: 'the message is old' },
      },
    ]);
  });

  test('a test of receivers', async () => {
    await tocsin(['receivers', 'test', '--config', config]);
    expect(await actionsNow()).toMatchObject([
      { action: 'receivers-tested', object: 'all receivers' },
    ]);
  });

  test('a config that became the active one, once for all replicas that have it', async () => {
    const loaded = loadConfig({ path: config, env: {} });
    if (loaded.config === undefined) throw new Error('the config is wrong');
    const { config: read, policy } = loaded;
    const start = () =>
      startApp({
        config: read,
        policy,
        log: createLog({ level: 'error', secrets: [], destination: { write: () => {} } }),
        roles: new Set(['worker']),
        version: 'test',
      });
    const bots = [await start(), await start()];
    await until('it is written down', async () => (await actionsNow()).length === 1);
    expect(await actionsNow()).toMatchObject([
      {
        actor: expect.stringMatching(/^tocsin@\S+:\d+$/u),
        action: 'config-activated',
        object: expect.stringMatching(/^[0-9a-f]{32}$/u),
        details: { version: 'test' },
      },
    ]);
    await Promise.all(bots.map((bot) => bot.stop()));
  });
});
