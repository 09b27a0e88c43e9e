import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deployment } from '../../src/alert/deployment.ts';
import { deploymentCommands } from '../../src/store/redis/deployments.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

let redis: TestRedis;
let folder: string;
let config: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-deployments-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, `redis: { url: "${redis.url}" }\nhttp: { listen: "127.0.0.1:0" }\n`);
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const list = (...args: readonly string[]) =>
  tocsin(['deployments', 'list', ...args, '--config', config]);

async function keep(news: Deployment): Promise<void> {
  for (const [name = '', ...args] of deploymentCommands(news, Date.now(), keysOf('tocsin'))) {
    await redis.client.call(String(name), ...args);
  }
}

test('tocsin deployments list prints those of a time, or of one service', async () => {
  expect(await list()).toMatchObject({
    status: 0,
    stderr: 'nothing was deployed in that time, as far as the bot was told\n',
  });
  const at = Date.now() - 60_000;
  const told = { summary: 's', outcome: 'succeeded', at, links: [] } as const;
  const labels = { service: 'orders-api', version: 'v41\u001B[31m', region: 'us-east-1' };
  await keep({ id: '1', run: 'a', ...told, outcome: 'running', at: at - 240_000, labels });
  await keep({ id: '2', run: 'a', ...told, labels });
  await keep({ id: '3', ...told, at: at - 1, labels: { name: 'billing/prod' } });
  const all = await list('--since', '1h');
  const time = new Date(at).toISOString().replace(/\.\d+/u, '');
  expect(all.stdout.split('\n')[1]).toMatch(
    new RegExp(String.raw`^${time}  succeeded  orders-api v41.*4 min  us-east-1$`, 'u'),
  );
  expect(all.stdout).not.toContain('\u001B');
  const { stdout } = await list('Billing', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ id: '3', outcome: 'succeeded' });
});
