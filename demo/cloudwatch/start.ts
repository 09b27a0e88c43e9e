import { alarmMetrics } from '../alarm-metrics.ts';
import { startAwsActions } from '../aws/start.ts';
import { putPricing, type Pricing } from '../pricing.ts';
import { startCloudWatch } from './cloudwatch.ts';
import { startCloudWatchLogs } from './logs.ts';

/** What the demo has of AWS: the metrics of its alarms, logs with some errors in them, and a function that actions change. */
export interface DemoAws {
  readonly pricing: Pricing;
  /** By these variables every AWS program finds it, in place of AWS. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<unknown>;
}

/** @param toldAt when the story was begun last, epoch milliseconds */
export async function startDemoAws(toldAt: () => number): Promise<DemoAws> {
  const [cloudwatch, logs, actions] = await Promise.all([
    startCloudWatch(),
    startCloudWatchLogs(),
    startAwsActions(),
  ]);
  const pricing = putPricing(actions.lambda);
  for (const metric of [...alarmMetrics(toldAt), ...pricing.metrics])
    cloudwatch.metrics.put(metric);
  logs.steps = [
    { status: 'Running', bytesScanned: 350_000_000 },
    { status: 'Complete', bytesScanned: 1_200_000_000, rows: ERRORS },
  ];
  return {
    pricing,
    environment: {
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_LAMBDA: actions.url,
      AWS_ACCESS_KEY_ID: 'demo',
      AWS_SECRET_ACCESS_KEY: 'demo',
      // Somebody's own would be taken rather than these.
      AWS_SESSION_TOKEN: '',
      AWS_PROFILE: '',
    },
    stop: () => Promise.all([cloudwatch.stop(), logs.stop(), actions.stop()]),
  };
}

/** Whatever is asked. */
const ERRORS = [
  { error_type: 'PaymentDeclined', errors: '214' },
  { error_type: 'UpstreamTimeout', errors: '93' },
  { error_type: 'CartExpired', errors: '41' },
  { error_type: 'StockMissing', errors: '7' },
];
