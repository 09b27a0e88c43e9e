import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

let redis: TestRedis;
let folder: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-baseline-'));
  const rows = (shift: number) =>
    Array.from(
      { length: 200 },
      (_, at) => `${at % 50 === 0 ? '' : at + shift},${at % 2 ? 'a' : 'b'}`,
    );
  await writeFile(path.join(folder, 'seven.csv'), ['age,plan', ...rows(0), ''].join('\n'));
  await writeFile(path.join(folder, 'eight.csv'), ['age,plan', ...rows(150), ''].join('\n'));
  const config = `
redis: { url: "${redis.url}" }
models: [{ name: churn, version: '7', features: { from: seven.csv } }]`;
  await writeFile(path.join(folder, 'tocsin.yaml'), config);
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) =>
  tocsin(['baseline', ...args], { cwd: folder, env: { USER: 'ana' } });

test('baselines are made of files or of the features, listed, compared, and got back when deleted', async () => {
  const seven = await run('create', 'churn', '--window', '1d', '--activate');
  expect(seven).toMatchObject({ status: 0, stderr: '' });
  expect(seven.stdout).toMatch(/^churn 7, active: 2 features of 200 rows, of seven\.csv/u);
  const eight = await run('create', 'churn', '--version', '8', '--from', 'eight.csv');
  expect(eight.stdout).toBe('churn 8: 2 features of 200 rows, of eight.csv\n');
  const [listed, all, shown, compared] = await Promise.all([
    run('list', 'churn', '--json'),
    run('list'),
    run('show', 'churn', '8', '--json'),
    run('compare', 'churn', '7', '8', '--json'),
  ]);
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { version: '8', active: false, rows: 200, features: 2, from: 'eight.csv' },
    { version: '7', active: true },
  ]);
  expect(all.stdout.split('\n').map((line) => line.split(/ +/u).slice(0, 3))).toEqual([
    ['MODEL', 'VERSION', 'CREATED'],
    ['churn', '8', expect.any(String)],
    ['churn', '7', 'active'],
    [''],
  ]);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    features: [
      { feature: 'age', missing: 4, kept: 196, sampled: false, summary: { min: 151, max: 349 } },
      { feature: 'plan', counts: { a: 100, b: 100 } },
    ],
  });
  expect(JSON.parse(compared.stdout)).toMatchObject({ tested: 2, drifted: 1, version: '8' });
  const asked = await run('delete', 'churn', '8');
  expect(asked).toMatchObject({ status: 2, stderr: expect.stringContaining('write --yes') });
  expect((await run('delete', 'churn', '8', '--yes')).stdout).toContain(
    'tocsin baseline restore churn 8',
  );
  const gone = await run('activate', 'churn', '8');
  expect(gone).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('churn has no baseline of version 8'),
  });
  expect((await run('restore', 'churn', '8')).status).toBe(0);
  expect((await run('activate', 'churn', '8')).stdout).toBe(
    'churn is compared with its baseline of version 8\n',
  );
  const { stdout } = await tocsin(['audit', '--json'], { cwd: folder });
  const deeds = stdout.trim().split('\n');
  expect(deeds.map((line) => [JSON.parse(line).actor, JSON.parse(line).action].join(' '))).toEqual([
    'ana baseline-created',
    'ana baseline-activated',
    'ana baseline-created',
    'ana baseline-deleted',
    'ana baseline-restored',
    'ana baseline-activated',
  ]);
});

test('what is meant is said where it is written wrongly, or can not be read', async () => {
  const [unknown, nothing, missing] = await Promise.all([
    run('list', 'chrun'),
    run('create', 'churn'),
    run('create', 'churn', '--from', 'sevn.csv'),
  ]);
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining('write churn') });
  expect(nothing).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--from FILE or --window 30d'),
  });
  expect(missing).toMatchObject({ status: 1, stderr: expect.stringContaining('seven.csv') });
});
