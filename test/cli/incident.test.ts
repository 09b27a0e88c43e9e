import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openedIncident } from '../../src/runbooks/incidents/opened.ts';
import { createRedisIncidents } from '../../src/store/redis/incidents.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { after, ANA, BOB, MINUTE, ORDERS, SETTINGS } from '../runbooks/incidents/worlds.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

let redis: TestRedis;
let folder: string;
let config: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-incidents-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, `redis: { url: "${redis.url}" }\nhttp: { listen: "127.0.0.1:0" }\n`);
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tocsin(['incident', ...args, '--config', config]);

test('tocsin incident lists those that run, or of a time, and shows one', async () => {
  expect(await run('list')).toMatchObject({ status: 0, stderr: 'no incident runs\n' });
  const incidents = createRedisIncidents(redis.client, keysOf('tocsin'));
  const at = Date.now() - 40 * MINUTE;
  const opening = { title: 'Checkout\u001B[31m', severity: 'critical', channel: 'C0OPS' } as const;
  const group = { ...ORDERS, since: at - 5 * MINUTE };
  const first = await incidents.begin(
    'a',
    openedIncident({ ...opening, group }, ANA, SETTINGS, at),
  );
  await incidents.begin(
    'b',
    openedIncident({ ...opening, title: 'Search' }, ANA, SETTINGS, at + 1),
  );
  const over = after(
    first,
    [
      { what: 'assigned', role: 'commander', to: BOB },
      { what: 'resolved', text: 'A release', impact: 'No checkout' },
    ],
    BOB,
    at + 12 * MINUTE,
  );
  for (const [index, entries] of [over.entries.slice(0, -1), over.entries].entries()) {
    await incidents.change({ ...over, entries, revision: 2 + index });
  }
  const running = await run('list');
  expect(running.stdout.split('\n').slice(0, -1)).toHaveLength(2);
  expect(running.stdout).toMatch(/INC-2 .* critical +investigating +40 min +Search/u);
  const all = await run('list', '--since', '1d');
  expect(all.stdout).toMatch(/INC-1 .* critical +resolved +13 min +Checkout/u);
  expect(all.stdout).not.toContain('\u001B');
  const shown = await run('show', 'inc-1');
  expect(shown.stdout).toContain('response  after 17 min, of 15 min: too late');
  expect(shown.stdout).toContain('commander  Bob');
  expect(shown.stdout).toContain('impact  No checkout');
  expect(shown.stdout).toMatch(/Z {2}🧑‍✈️ Bob is commander/u);
  const { stdout } = await run('show', 'INC-2', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ id: 'INC-2', title: 'Search' });
  expect(await run('show', 'INC-9')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no incident INC-9'),
  });
});
