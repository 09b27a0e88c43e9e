/** Messages in the shapes that AWS documents, with names and figures of our own. */

export const TOPIC = 'arn:aws:sns:eu-central-1:222233334444:pages';

export const CONTEXT = {
  messageId: 'm-1',
  receivedAt: Date.parse('2026-03-01T10:00:05.000Z'),
  sentAt: Date.parse('2026-03-01T10:00:04.000Z'),
};

const REASON =
  'Threshold Crossed: 2 out of the last 3 datapoints [12.0 (01/03/26 09:58:00), ' +
  '11.0 (01/03/26 09:57:00)] were greater than or equal to the threshold (10.0) ' +
  '(minimum 2 datapoints for OK -> ALARM transition).';

/** A metric alarm as CloudWatch sends it through SNS. */
export function metricAlarm(changes: object = {}, trigger: object = {}) {
  return {
    AlarmName: 'orders-5xx',
    AlarmDescription: 'Too many server errors.',
    AWSAccountId: '222233334444',
    NewStateValue: 'ALARM',
    NewStateReason: REASON,
    StateChangeTime: '2026-03-01T10:00:00.123+0000',
    Region: 'EU (Frankfurt)',
    AlarmArn: 'arn:aws:cloudwatch:eu-central-1:222233334444:alarm:orders-5xx',
    OldStateValue: 'OK',
    Trigger: {
      MetricName: '5XXError',
      Namespace: 'AWS/ApiGateway',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [{ value: 'orders', name: 'ApiName' }],
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 10,
      TreatMissingData: 'notBreaching',
      ...trigger,
    },
    ...changes,
  };
}

/** The same alarm as EventBridge tells it. */
export function alarmEvent(detail: object = {}, event: object = {}) {
  return {
    version: '0',
    id: '5f0c2a0e-0000-4000-8000-000000000001',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '222233334444',
    time: '2026-03-01T10:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:cloudwatch:eu-central-1:222233334444:alarm:orders-5xx'],
    detail: { ...alarmData(), ...detail },
    ...event,
  };
}

/** The same alarm as a Lambda function gets it that is one of its actions. */
export function lambdaPayload(data: object = {}) {
  return {
    source: 'aws.cloudwatch',
    alarmArn: 'arn:aws:cloudwatch:eu-central-1:222233334444:alarm:orders-5xx',
    accountId: '222233334444',
    time: '2026-03-01T10:00:00.123+0000',
    region: 'eu-central-1',
    alarmData: { ...alarmData(), ...data },
  };
}

function alarmData() {
  return {
    alarmName: 'orders-5xx',
    state: {
      value: 'ALARM',
      reason: REASON,
      reasonData: JSON.stringify({
        version: '1.0',
        statistic: 'Sum',
        period: 60,
        recentDatapoints: [11, 12],
        threshold: 10,
        evaluatedDatapoints: [
          { timestamp: '2026-03-01T09:57:00.000+0000', value: 11 },
          { timestamp: '2026-03-01T09:58:00.000+0000', value: 12 },
        ],
      }),
      timestamp: '2026-03-01T10:00:00.123+0000',
    },
    previousState: { value: 'OK' },
    configuration: {
      description: 'Too many server errors.',
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: {
              namespace: 'AWS/ApiGateway',
              name: '5XXError',
              dimensions: { ApiName: 'orders' },
            },
            period: 60,
            stat: 'Sum',
          },
          returnData: true,
        },
      ],
    },
  };
}

/** A composite alarm as CloudWatch sends it through SNS. */
export function compositeAlarm(changes: object = {}) {
  const arn = (name: string) => `arn:aws:cloudwatch:eu-central-1:222233334444:alarm:${name}`;
  return {
    AlarmName: 'orders-broken',
    AlarmDescription: 'severity: critical\nRunbook: https://runbooks.example.com/orders.',
    AWSAccountId: '222233334444',
    NewStateValue: 'ALARM',
    NewStateReason: `${arn('orders-5xx')} transitioned to ALARM at Sunday 01 March, 2026 10:00:00 UTC`,
    StateChangeTime: '2026-03-01T10:00:01.000+0000',
    Region: 'EU (Frankfurt)',
    AlarmArn: arn('orders-broken'),
    OldStateValue: 'OK',
    AlarmRule: 'ALARM("orders-5xx") OR ALARM("team/orders:latency")',
    TriggeringChildren: [
      { Arn: arn('orders-5xx'), State: { Value: 'ALARM' } },
      { Arn: arn('team/orders:latency'), State: { Value: 'OK' } },
    ],
    ...changes,
  };
}
