import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dataSetsOf } from '../../../src/app/models/data-sets.ts';
import { startChecker } from '../../../src/app/models/quality-check.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Checker } from '../../../src/drift/quality/checker.ts';
import { taskOf, windowOf } from '../../../src/drift/quality/runs/dataset.ts';
import { startS3, type S3StandIn } from '../../support/s3.ts';

const NOW = Date.parse('2026-10-04T06:00:00Z');

let s3: S3StandIn;
let checker: Checker;
beforeAll(async () => {
  s3 = await startS3();
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  checker = startChecker();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await checker.close();
  await s3.stop();
});

function setOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  const [set] = config === undefined ? [] : dataSetsOf(config);
  if (set === undefined) throw new Error(JSON.stringify(problems));
  return set;
}

test('the day that is over is checked on S3, as old as it was when it ended', async () => {
  for (const [day, price] of [
    ['03', 5],
    ['04', -1],
  ] as const) {
    const text = `price,at\n${price},2026-10-${day}T22:00:00Z\n`;
    s3.objects.set(`orders/dt=2026-10-${day}/part-0.csv`, Buffer.from(text));
  }
  const set = setOf(`
quality:
  - name: orders
    from: 's3://models/orders/dt={date}/'
    region: us-east-1
    volume: { min_rows: 1 }
    freshness: { column: at, warning: 3h }
    validity: [{ column: price, min: 0 }]`);
  const report = await checker.check(taskOf(set, windowOf(set, NOW), NOW));
  expect(report).toMatchObject({ severity: 'ok', rows: 1, at: NOW });
  expect(report.checks).toContainEqual(
    expect.objectContaining({ check: 'freshness', age: 2 * 3_600_000 }),
  );
  const twoDaysAgo = NOW - 3 * 86_400_000;
  const gone = checker.check(taskOf(set, windowOf(set, twoDaysAgo), NOW));
  await expect(gone).rejects.toMatchObject({ name: 'DataProblem', kind: 'nothing-there' });
});

test('the loop goes on, is told how far it is, and ends the check where it is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-quality-'));
  try {
    const file = path.join(folder, 'long.csv');
    await writeFile(file, `x,y\n${'1.5,word\n'.repeat(1_000_000)}`);
    const set = setOf(`quality: [{ name: long, from: "${file}" }]`);
    const leaving = new AbortController();
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const told: string[] = [];
    const report = checker.check(taskOf(set, windowOf(set, NOW), NOW), {
      signal: leaving.signal,
      onProgress: ({ text }) => {
        told.push(text);
        leaving.abort(new Error('cancelled'));
      },
    });
    await expect(report).rejects.toThrow('cancelled');
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0);
    expect(told[0]).toMatch(/^[\d,]+ rows, part 1 of 1$/u);
  } finally {
    await rm(folder, { recursive: true });
  }
});
