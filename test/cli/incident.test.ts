import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRedisIncidents } from '../../src/store/redis/incidents.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
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
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const report = (...args: readonly string[]) =>
  tocsin(['incident', 'report', ...args, '--config', config]);

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
