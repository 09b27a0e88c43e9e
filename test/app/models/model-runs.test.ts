import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startComparer } from '../../../src/app/models/drift-compared.ts';
import { makeBaseline } from '../../../src/app/models/make-baseline.ts';
import { watchedModels } from '../../../src/app/models/watched-models.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Comparer } from '../../../src/drift/report/comparer.ts';
import { createCompareModel } from '../../../src/drift/runs/compare.ts';
import { windowOf } from '../../../src/drift/runs/window.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { startS3, type S3StandIn } from '../../support/s3.ts';

const NOW = Date.parse('2026-10-04T06:00:00Z');

let s3: S3StandIn;
let comparer: Comparer;
beforeAll(async () => {
  s3 = await startS3();
  vi.stubEnv('AWS_ENDPOINT_URL_S3', s3.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  comparer = startComparer();
  for (const [day, shift] of [
    ['01', 0],
    ['02', 0],
    ['03', 60],
    ['04', 1_000],
  ] as const) {
    const rows = Array.from({ length: 300 }, (_, at) => `${at},${(at % 100) + shift},${at % 3}`);
    const text = ['id,charges,plan', ...rows, ''].join('\n');
    s3.objects.set(`churn/dt=2026-10-${day}/part-0.csv`, Buffer.from(text));
  }
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await comparer.close();
  await s3.stop();
});

function modelOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  const [model] = config === undefined ? [] : watchedModels(config);
  if (model === undefined) throw new Error(JSON.stringify(problems));
  return model;
}

const CHURN = `
models:
  - name: churn
    version: '7'
    region: us-east-1
    features:
      from: 's3://models/churn/dt={date}/'
      categorical: [plan]
      except: [id]`;

test('the day that is over is compared with a baseline of those before, from S3 and beside the main thread', async () => {
  const { baselines } = createMemoryStore(() => NOW);
  const model = modelOf(CHURN);
  const DAY = 86_400_000;
  const compare = createCompareModel({ baselines, comparer, now: () => NOW });
  await expect(compare(model, windowOf(model, NOW))).rejects.toMatchObject({
    name: 'DataProblem',
    mend: expect.stringContaining(
      'tocsin baseline create churn --version 7 --window 30d --activate',
    ),
  });
  const of = { span: 2 * DAY };
  const baseline = await makeBaseline(model, { version: '6', of }, NOW - DAY, () => {});
  expect(baseline).toMatchObject({
    rows: 600,
    features: 2,
    from: 's3://models/churn/dt={date}/, 2026-10-01 00:00 to 2026-10-03 00:00 UTC',
  });
  await baselines.put(baseline);
  await baselines.activate('churn', '6');
  s3.asked.length = 0;
  const report = await compare(model, windowOf(model, NOW));
  expect(report).toMatchObject({
    model: 'churn',
    version: '7',
    tested: 2,
    drifted: 1,
    reference: { rows: 600 },
    current: { rows: 300 },
    remarks: ['It was compared with the baseline of version 6; that of 7 is not active.'],
  });
  expect(report.features.map(({ feature, kind }) => [feature, kind])).toEqual([
    ['charges', 'numeric'],
    ['plan', 'categorical'],
  ]);
  expect(s3.asked.every((one) => one.includes('dt=2026-10-03/'))).toBe(true);
  // Nobody has written the data of that day yet.
  await expect(compare(model, windowOf(model, NOW + 5 * DAY))).rejects.toMatchObject({
    kind: 'nothing-there',
  });
});
