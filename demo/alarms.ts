/** The account and region of the imaginary company whose alarms the demo sends. */
export const COMPANY = { account: '111122223333', region: 'us-east-1' } as const;

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

export interface MetricAlarm {
  readonly name: string;
  readonly state: AlarmState;
  /** The state before. Default: OK, for an OK alarm ALARM. */
  readonly previous?: AlarmState;
  readonly region: string;
  readonly account: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Maximum` …, or a percentile such as `p99`. */
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly threshold: number;
  readonly comparison: keyof typeof COMPARISONS;
  /** The value of the newest datapoint. */
  readonly value: number;
  readonly unit?: string;
  readonly description?: string;
  /** When the state changed. */
  readonly at: Date;
}

const COMPARISONS = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
} as const;

/** The names CloudWatch writes for regions. Source: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const REGION_NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ca-central-1': 'Canada (Central)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'eu-west-3': 'EU (Paris)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-north-1': 'EU (Stockholm)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'sa-east-1': 'South America (Sao Paulo)',
  'cn-north-1': 'China (Beijing)',
  'us-gov-west-1': 'AWS GovCloud (US-West)',
};

/**
 * The `Message` CloudWatch sends to SNS when a metric alarm changes its state, as JSON text. The
 * form is that of messages seen from the real service.
 */
export function metricAlarm(alarm: MetricAlarm): string {
  const topic = `arn:${partition(alarm.region)}:sns:${alarm.region}:${alarm.account}:alarms`;
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: alarm.account,
    AlarmConfigurationUpdatedTimestamp: awsTime(new Date(alarm.at.getTime() - 30 * 86_400_000)),
    NewStateValue: alarm.state,
    NewStateReason: reason(alarm),
    StateChangeTime: awsTime(alarm.at),
    Region: regionName(alarm.region),
    AlarmArn: `arn:${partition(alarm.region)}:cloudwatch:${alarm.region}:${alarm.account}:alarm:${alarm.name}`,
    OldStateValue: previousState(alarm),
    OKActions: [topic],
    AlarmActions: [topic],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: alarm.metric,
      Namespace: alarm.namespace,
      ...statistic(alarm.statistic),
      Unit: alarm.unit ?? null,
      Dimensions: Object.entries(alarm.dimensions).map(([name, value]) => ({ value, name })),
      Period: alarm.period,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: alarm.comparison,
      Threshold: alarm.threshold,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: '',
    },
  });
}

/** The subject SNS gives such a message: `ALARM: "orders-api 5xx" in US East (N. Virginia)`. */
export function alarmSubject({
  name,
  state,
  region,
}: Pick<MetricAlarm, 'name' | 'state' | 'region'>): string {
  return `${state}: "${name}" in ${regionName(region)}`;
}

type Reading = Pick<MetricAlarm, 'state' | 'value' | 'at'> & Pick<Partial<MetricAlarm>, 'previous'>;

/** The metrics that the alarms below look at. */
export const WATCHED = {
  ordersApiErrors: {
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: { ApiName: 'orders-api', Stage: 'prod' },
  },
  checkoutLatency: {
    namespace: 'AWS/Lambda',
    metric: 'Duration',
    dimensions: { FunctionName: 'checkout-prod' },
  },
  ordersDatabaseCpu: {
    namespace: 'AWS/RDS',
    metric: 'CPUUtilization',
    dimensions: { DBInstanceIdentifier: 'orders-db-prod' },
  },
  invoiceQueueAge: {
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: 'invoices-prod' },
  },
  pricingErrors: {
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: 'pricing' },
  },
} as const;

/** orders-api behind API Gateway: the share of requests that fail with 5XX, over 10 %. */
export function ordersApiErrors(reading: Reading): string {
  return metricAlarm({
    ...COMPANY,
    ...reading,
    name: 'orders-api-prod-5xx-share',
    description: JSON.stringify({
      severity: 'critical',
      service: 'orders-api',
      env: 'prod',
      summary: 'More than 10 % of requests to orders-api fail with 5XX',
      runbook: 'https://runbooks.example.com/high-error-rate',
    }),
    ...WATCHED.ordersApiErrors,
    statistic: 'Average',
    period: 60,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    unit: 'Percent',
  });
}

/** The checkout Lambda: 99th percentile of its duration, over 3 s. */
export function checkoutLatency(reading: Reading): string {
  return metricAlarm({
    ...COMPANY,
    ...reading,
    name: 'checkout-prod-duration-p99',
    description: 'Checkout is slow for one customer in a hundred. severity: error',
    ...WATCHED.checkoutLatency,
    statistic: 'p99',
    period: 60,
    threshold: 3000,
    comparison: 'GreaterThanThreshold',
    unit: 'Milliseconds',
  });
}

/** The orders database on RDS: CPU, over 80 %. */
export function ordersDatabaseCpu(reading: Reading): string {
  return metricAlarm({
    ...COMPANY,
    ...reading,
    name: 'orders-db-prod-cpu',
    description: 'CPU of the orders database is high. severity: warning',
    ...WATCHED.ordersDatabaseCpu,
    statistic: 'Average',
    period: 300,
    threshold: 80,
    comparison: 'GreaterThanThreshold',
    unit: 'Percent',
  });
}

/** The queue between orders and invoicing: age of its oldest message, 15 minutes or more. */
export function invoiceQueueAge(reading: Reading): string {
  return metricAlarm({
    ...COMPANY,
    ...reading,
    name: 'invoices-prod-oldest-message',
    description: 'Invoices wait too long in their queue. severity: warning',
    ...WATCHED.invoiceQueueAge,
    statistic: 'Maximum',
    period: 60,
    threshold: 900,
    comparison: 'GreaterThanOrEqualToThreshold',
    unit: 'Seconds',
  });
}

/** The pricing Lambda: invocations that fail, over 5 a minute. */
export function pricingErrors(reading: Reading): string {
  return metricAlarm({
    ...COMPANY,
    ...reading,
    name: 'pricing-errors',
    description: JSON.stringify({
      severity: 'critical',
      service: 'pricing',
      env: 'prod',
      summary: 'Prices can not be worked out: more than 5 calls a minute fail',
    }),
    ...WATCHED.pricingErrors,
    statistic: 'Sum',
    period: 60,
    threshold: 5,
    comparison: 'GreaterThanThreshold',
    unit: 'Count',
  });
}

function statistic(name: string): Record<string, string> {
  return /^(p|tm|tc|ts|wm)\d/i.test(name)
    ? { StatisticType: 'ExtendedStatistic', ExtendedStatistic: name }
    : { StatisticType: 'Statistic', Statistic: name.toUpperCase() };
}

function previousState({ state, previous }: MetricAlarm): AlarmState {
  return previous ?? (state === 'OK' ? 'ALARM' : 'OK');
}

function reason(alarm: MetricAlarm): string {
  if (alarm.state === 'INSUFFICIENT_DATA') return 'Insufficient Data: 1 datapoint was unknown.';
  const minutes = Math.floor((alarm.at.getTime() - alarm.period * 1000) / 60_000) * 60_000;
  const [date = '', time = ''] = new Date(minutes).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const datapoint = `${javaDouble(alarm.value)} (${day}/${month}/${year.slice(2)} ${time.slice(0, 8)})`;
  const crossed = alarm.state === 'ALARM' ? 'was' : 'was not';
  return (
    `Threshold Crossed: 1 out of the last 1 datapoints [${datapoint}] ${crossed} ` +
    `${COMPARISONS[alarm.comparison]} the threshold (${javaDouble(alarm.threshold)}) ` +
    `(minimum 1 datapoint for ${previousState(alarm)} -> ${alarm.state} transition).`
  );
}

/** CloudWatch writes doubles as Java does: 15 is `15.0`. */
function javaDouble(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** CloudWatch's time: `2021-06-23T08:41:06.622+0000`. */
function awsTime(at: Date): string {
  return at.toISOString().replace('Z', '+0000');
}

function regionName(region: string): string {
  return REGION_NAMES[region] ?? region;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
