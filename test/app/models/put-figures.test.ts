import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DENIED, startCloudWatch, type CloudWatch } from '../../../demo/cloudwatch/cloudwatch.ts';
import { createQualityPublisher } from '../../../src/app/models/publish-quality.ts';
import { createPutFigures } from '../../../src/app/models/put-figures.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { dataSet, reportOf } from '../../drift/quality/runs/worlds.ts';
import { startRedis } from '../../support/redis.ts';

let cloudwatch: CloudWatch;
beforeAll(async () => {
  cloudwatch = await startCloudWatch();
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH', cloudwatch.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloudwatch.stop();
});
beforeEach(() => cloudwatch.clear());

const SOURCES = 'metrics: { sources: [{ name: aws, region: eu-west-1 }] }';

function configOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}

const putFigures = (text: string) => createPutFigures(configOf(text));

const figures = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `FeatureDrift_${at}`, value: at / 1_000 }));

test('figures go into CloudWatch, a thousand at once, with their model and version', async () => {
  const put = putFigures(`${SOURCES}\ndrift: { publish: { source: aws } }`);
  await put?.({
    dimensions: { Model: 'churn', Version: '7' },
    at: 1_790_000_000_000,
    figures: figures(1_001),
  });
  const inputs = cloudwatch.calls.map(({ operation, region, input }) => {
    const data = input['MetricData'];
    const length = Array.isArray(data) ? data.length : 0;
    return [operation, region, input['Namespace'], length];
  });
  expect(inputs).toEqual([
    ['PutMetricData', 'eu-west-1', 'Tocsin/Models', 1_000],
    ['PutMetricData', 'eu-west-1', 'Tocsin/Models', 1],
  ]);
  expect(cloudwatch.calls[1]?.input['MetricData']).toEqual([
    {
      MetricName: 'FeatureDrift_1000',
      Value: 1,
      Timestamp: 1_790_000_000,
      Dimensions: [
        { Name: 'Model', Value: 'churn' },
        { Name: 'Version', Value: '7' },
      ],
    },
  ]);
});

test('they go nowhere unless the config says so, and what is refused is said', async () => {
  expect(putFigures(SOURCES)).toBeUndefined();
  cloudwatch.failWith = () => DENIED;
  const put = putFigures(`${SOURCES}\ndrift: { publish: { source: aws } }`);
  const all = { dimensions: { Model: 'churn', Version: '7' }, at: Date.now(), figures: figures(1) };
  await expect(put?.(all)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('what a check of data found is put there once, and is in the log where there is no Slack', async () => {
  const redis = await startRedis();
  const lines: string[] = [];
  try {
    const publish = createQualityPublisher({
      config: configOf(`${SOURCES}\ndrift: { publish: { source: aws } }`),
      redis: redis.client,
      log: createLog({
        level: 'info',
        secrets: [],
        destination: { write: (line: string) => void lines.push(line) },
      }),
    });
    const report = reportOf({ missing: 0.25 }, Date.now());
    await publish(dataSet({ channel: '#data' }), report);
    await publish(dataSet(), report);
  } finally {
    await redis.stop();
  }
  expect(cloudwatch.calls).toHaveLength(1);
  expect(cloudwatch.calls[0]?.input['MetricData']).toContainEqual(
    expect.objectContaining({
      MetricName: 'Completeness_email',
      Value: 0.75,
      Dimensions: [{ Name: 'DataSet', Value: 'orders' }],
    }),
  );
  expect(lines).toEqual([expect.stringContaining('email')]);
});
