import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { metricAlarm } from '../demo/alarms.ts';
import { makeSnsSigner } from '../demo/sns-signer.ts';
import { alarmOf, TOPIC } from './load.ts';

/** Signs new alarms over all groups, each its own: the benchmark's input. */
const { count, file } = z.object({ count: z.number(), file: z.string() }).parse(workerData);
const signer = await makeSnsSigner({ region: 'us-east-1' });
const lines = createWriteStream(file);
for (let index = 0; index < count; index += 1) {
  const { name, api } = alarmOf(index);
  const message = metricAlarm({
    name,
    state: 'ALARM',
    region: 'us-east-1',
    account: '111122223333',
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: { ApiName: api },
    statistic: 'Average',
    period: 60,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    value: 10 + (index % 90),
    at: new Date(),
  });
  if (!lines.write(`${signer.notification({ topicArn: TOPIC, message })}\n`)) {
    await once(lines, 'drain');
  }
}
lines.end();
await once(lines, 'finish');
const { certificateUrl, certificatePem } = signer;
parentPort?.postMessage({ count, certificateUrl, certificatePem });
