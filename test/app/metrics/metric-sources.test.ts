import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { savedMeasures } from '../../../src/app/metrics/measures.ts';
import { createMetricSources } from '../../../src/app/metrics/metric-sources.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { readMeasures } from '../../../src/metrics/read-measures.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { startCloudWatch, type CloudWatch } from '../../../demo/cloudwatch/cloudwatch.ts';
import { startPrometheus, type Prometheus } from '../../support/prometheus.ts';

const MINUTE = 60_000;
const OTHER = { account: '444455556666', region: 'eu-west-1' };

let cloudwatch: CloudWatch;
let prometheus: Prometheus;
beforeAll(async () => {
  cloudwatch = await startCloudWatch();
  prometheus = await startPrometheus();
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', cloudwatch.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', cloudwatch.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloudwatch.stop();
  await prometheus.stop();
});

/** What comes of a saved metric in the five minutes before now, and what that is charged for. */
async function read(text: string, name: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const measure = savedMeasures(config).get(name);
  if (measure === undefined) throw new Error(`there is no ${name}`);
  const charged: [string, number][] = [];
  const sources = createMetricSources(config, {
    limiter: createMemoryStore(Date.now).limiter,
    onCharged: (source, metrics) => charged.push([source, metrics]),
  });
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const wanted = [{ measure, span: { from: now - 5 * MINUTE, to: now } }];
  return { ...(await readMeasures(wanted, sources, { now })), each: new Map(charged) };
}

const points = (value: number) =>
  Array.from({ length: 5 }, () => expect.objectContaining({ value }));

test('a share of what two accounts in two regions count is read as the config says', async () => {
  cloudwatch.metrics.put({ namespace: 'Shop', metric: 'requests', value: () => 200 });
  cloudwatch.metrics.put({ namespace: 'Shop', metric: 'errors', ...OTHER, value: () => 5 });
  const text = `
metrics:
  sources:
    - { name: here, region: us-east-1 }
    - { name: there, region: eu-west-1, role_arn: 'arn:aws:iam::444455556666:role/tocsin-read' }
  saved:
    api-errors: { namespace: Shop, metric: errors, stat: Sum, source: there }
    requests: { namespace: Shop, metric: requests, stat: Sum }
    share: { formula: api-errors / requests * 100, unit: '%' }`;
  const { readings, charged, each } = await read(text, 'share');
  expect(readings).toMatchObject([{ ok: true, series: [{ label: 'share', points: points(2.5) }] }]);
  expect(charged).toBe(2);
  expect(each).toEqual(
    new Map([
      ['here', 1],
      ['there', 1],
    ]),
  );
});

test('CloudWatch and Prometheus cut time alike: a formula may be over both', async () => {
  cloudwatch.metrics.put({ namespace: 'Shop', metric: 'requests', value: () => 200 });
  prometheus.series.set('workers', [{ labels: {}, at: () => 4 }]);
  const text = `
metrics:
  sources:
    - { name: here, region: us-east-1 }
    - { name: prom, url: '${prometheus.url}/', bearer_token: t0ken, headers: { X-Scope-OrgID: team } }
  saved:
    each:
      formula: requests / workers
      metrics:
        requests: { namespace: Shop, metric: requests, stat: Sum }
        workers: { promql: workers }`;
  const { readings, charged } = await read(text, 'each');
  expect(readings).toMatchObject([{ ok: true, series: [{ points: points(50) }] }]);
  expect(charged).toBe(1);
  const headers = { authorization: 'Bearer t0ken', 'x-scope-orgid': 'team' };
  expect(prometheus.calls).toMatchObject([{ headers }]);
});
