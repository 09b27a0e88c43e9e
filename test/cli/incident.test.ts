import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRedisIncidents } from '../../src/store/redis/incidents.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { after, ANA, BOB, MINUTE, ORDERS, SETTINGS } from '../runbooks/incidents/worlds.ts';
import { openedIncident } from '../../src/runbooks/incidents/opened.ts';
import { INCIDENT } from '../runbooks/incidents/records.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

let redis: TestRedis;
let folder: string;
let config: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-incident-'));
  config = path.join(folder, 'tocsin.yaml');
  await writeFile(config, `redis: { url: "${redis.url}" }\nhttp: { listen: "127.0.0.1:0" }\n`);
});
beforeEach(() => redis.client.flushall());
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tocsin(['incident', ...args, '--config', config]);
const report = (...args: readonly string[]) => run('report', ...args);

test('tocsin incident report prints Markdown, a text for a canvas, or JSON', async () => {
  const deed = { actor: 'slack:U0ANA', action: 'incident-opened', object: '' } as const;
  const incidents = createRedisIncidents(redis.client, keysOf('tocsin'));
  const openedAt = Date.now() - 60_000;
  await incidents.begin('w', (id) => ({ incident: { ...INCIDENT, id, openedAt }, deed }));
  const { stdout } = await report('inc-1');
  expect(stdout).toMatch(/^# INC-1: Checkout is down\n/u);
  expect(stdout).toContain('incident · Ana Ruiz · identified: it is v41');
  const canvas = await report('INC-1', '--format', 'canvas');
  expect(canvas.stdout).toBe(stdout.slice(stdout.indexOf('**P0')));
  const json = await report('INC-1', '--format', 'json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    id: 'INC-1',
    beganAt: '2026-03-04T03:05:00.000Z',
    times: [{ name: 'detection' }, {}, {}, {}],
  });
  expect(await report('INC-2')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('there is no incident "INC-2"; write INC-1'),
  });
});

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
