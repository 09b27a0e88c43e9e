import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorsConfig, startSentry, type SentryStandIn } from '../../demo/sentry.ts';
import { madeUpErrors } from '../../demo/sentry-errors.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

let folder: string;
let redis: TestRedis;
let sentry: SentryStandIn;

beforeAll(async () => {
  [redis, sentry] = await Promise.all([startRedis(), startSentry(madeUpErrors(Date.now()))]);
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-errors-'));
  const config = `redis: { url: "${redis.url}" }\n${errorsConfig(sentry.url)}`;
  await writeFile(path.join(folder, 'tocsin.yaml'), config);
  await writeFile(path.join(folder, 'alone.yaml'), errorsConfig(sentry.url));
  await writeFile(path.join(folder, 'empty.yaml'), '{}');
});
afterAll(async () => {
  await Promise.all([redis.stop(), sentry.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tocsin(['errors', ...args], { cwd: folder });

test('tocsin errors shows errors with their trends, without a bot', async () => {
  const { status, stdout } = await run('7d', 'sort=frequency', '--config', 'alone.yaml');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^4 unresolved errors over 7 d, [\d,]+ events; the most frequent first\./u,
  );
  expect(stdout).toMatch(
    /ORDERS-API-7C {2}🔴 OperationalError: could not connect.*\n {2}24 h [▁-█]+ 7 d .*\n {2}[\d,]+ events · 96 users · last 20.* UTC · first .* · production · release orders@2\.19\.3 · orders-api\n/u,
  );
});

test('tocsin errors --json is for programs', async () => {
  const { stdout } = await run('project=web', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    found: 2,
    leftOut: 1,
    isWhole: true,
    errors: [
      { shortId: 'WEB-1A', users: 412 },
      { shortId: 'WEB-B3', release: 'shop@4.1.0' },
    ],
  });
});

test('tocsin errors resolve and reopen say what was done, by whom before, and tocsin audit has it', async () => {
  const first = await run('resolve', 'web-1a', '--by', 'Ana', '--config', 'tocsin.yaml');
  expect([first.status, first.stdout]).toEqual([
    0,
    'WEB-1A resolved: TypeError: Cannot read properties of undefined (reading ‘price’)\n',
  ]);
  expect((await run('resolve', 'WEB-1A', '--by', 'Ben')).stdout).toMatch(
    /^WEB-1A is resolved already, by Ana:/u,
  );
  expect((await run('reopen', 'WEB-1A', '--by', 'Ben')).stdout).toMatch(/^WEB-1A reopened: /u);
  const { stdout } = await tocsin(['audit'], { cwd: folder });
  expect(stdout).toMatch(/error-resolved.*WEB-1A[^]*error-reopened.*WEB-1A/u);
});

test('tocsin errors says what to write, and why there is no answer', async () => {
  const typo = await run('sort=freqency');
  expect([typo.status, typo.stdout]).toEqual([2, '']);
  expect(typo.stderr).toContain('errors are not sorted by "freqency"; write sort=frequency');
  const none = await run('--config', 'empty.yaml');
  expect([none.status, none.stderr]).toEqual([
    2,
    expect.stringContaining('the config names no Sentry; write errors: { sentry: … } into it'),
  ]);
  const alone = await run('resolve', 'WEB-1A', '--by', 'Ana', '--config', 'alone.yaml');
  expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('tocsin: no bot runs')]);
  const unknown = await run('resolve', 'WEB-ZZ', '--by', 'Ana');
  expect([unknown.status, unknown.stderr]).toEqual([
    1,
    expect.stringContaining('tocsin: Sentry has no error "WEB-ZZ"'),
  ]);
});
