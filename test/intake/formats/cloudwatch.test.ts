import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT, metricAlarm, TOPIC } from '../support/alarms.ts';

function parse(message: object, context: object = {}) {
  const { source, signals } = parseMessage(JSON.stringify(message), { ...CONTEXT, ...context });
  const [signal] = signals;
  if (signal === undefined) throw new Error('no signal');
  expect(signal.source).toBe(source);
  return signal;
}

describe('a metric alarm through SNS', () => {
  it('becomes a signal with the alarm’s identity, state, figures and time', () => {
    expect(parse(metricAlarm())).toMatchObject({
      source: 'cloudwatch',
      id: 'm-1',
      nature: 'state',
      status: 'firing',
      fingerprint: fingerprint(
        { account: '222233334444', region: 'eu-central-1', alertname: 'orders-5xx' },
        'cloudwatch',
      ),
      labels: {
        alertname: 'orders-5xx',
        account: '222233334444',
        region: 'eu-central-1',
        severity: 'warning',
        namespace: 'AWS/ApiGateway',
        metric: '5XXError',
        ApiName: 'orders',
      },
      defaultSeverity: 'warning',
      value: 12,
      threshold: 10,
      startsAt: Date.parse('2026-03-01T10:00:00.123Z'),
      changedAt: Date.parse('2026-03-01T10:00:00.123Z'),
      resends: false,
    });
  });

  it('says in one line what is measured against what', () => {
    const { annotations } = parse(metricAlarm());
    expect(annotations).toMatchObject({
      summary: '5XXError sum 12 ≥ 10, 2 of 3 periods of 1 min',
      description: 'Too many server errors.',
      metric: '5XXError',
      statistic: 'sum',
      period: '60',
      comparison: '≥',
    });
    expect(annotations['reason']).toMatch(/^Threshold Crossed/u);
  });

  it('says for how long when every period has to breach, with the unit the metric always has', () => {
    const cpu = parse(
      metricAlarm(
        {
          NewStateReason:
            'Threshold Crossed: 1 datapoint [17.2564 (01/03/26 09:55:00)] was greater than the threshold (15.0).',
        },
        {
          MetricName: 'CPUUtilization',
          Namespace: 'AWS/EC2',
          Statistic: 'AVERAGE',
          Period: 300,
          EvaluationPeriods: 1,
          DatapointsToAlarm: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 15,
        },
      ),
    );
    expect(cpu.annotations.summary).toBe('CPUUtilization average 17.3 % over 15 % for 5 min');
    expect(cpu.annotations['unit']).toBe('%');
  });

  it('shows enough digits that the value and the threshold look different', () => {
    const close = parse(
      metricAlarm(
        {
          NewStateReason: 'x [100.04 (01/03/26 09:55:00)] was greater than the threshold (100.0).',
        },
        { Threshold: 100, ComparisonOperator: 'GreaterThanThreshold' },
      ),
    );
    expect(close.annotations.summary).toMatch(/100\.04 over 100/u);
  });

  it('is resolved by OK and says what is no longer so', () => {
    const ok = parse(
      metricAlarm({
        NewStateValue: 'OK',
        NewStateReason:
          'Threshold Crossed: 2 out of the last 3 datapoints [3.0 (01/03/26 10:10:00), 2.0 (01/03/26 10:09:00)] were not greater than or equal to the threshold (10.0).',
      }),
    );
    expect(ok.status).toBe('resolved');
    expect(ok.value).toBe(3);
    expect(ok.annotations.summary).toBe('5XXError sum 3, no longer ≥ 10');
  });

  it('is nodata by INSUFFICIENT_DATA', () => {
    const nodata = parse(
      metricAlarm({
        NewStateValue: 'INSUFFICIENT_DATA',
        NewStateReason: 'Insufficient Data: 3 datapoints were unknown.',
      }),
    );
    expect(nodata.status).toBe('nodata');
    expect(nodata).not.toHaveProperty('value');
    expect(nodata.annotations.summary).toBe('No data for 5XXError sum');
  });

  it('says so when missing data counts as breaching', () => {
    const missing = parse(
      metricAlarm({
        NewStateReason:
          'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
      }),
    );
    expect(missing.annotations.summary).toBe('5XXError sum has no data, which counts as breaching');
  });

  it('takes the newest datapoint of the reason’s JSON, which CloudWatch puts last', () => {
    const data = JSON.stringify({ recentDatapoints: [50, 60, 70], threshold: 40 });
    const alarm = parse(metricAlarm({ NewStateReason: 'custom', NewStateReasonData: data }));
    expect(alarm.value).toBe(70);
  });

  it('reads the figures of a log alarm, whose reason data is JSON and which has no trigger', () => {
    const { Trigger: _, ...alarm } = metricAlarm({
      NewStateReason: 'x',
      NewStateReasonData: {
        threshold: 100,
        results: [
          { timestamp: '2026-03-01T09:55:00.000+0000', value: 142 },
          { timestamp: '2026-03-01T09:50:00.000+0000', value: 135 },
        ],
      },
    });
    expect(parse(alarm)).toMatchObject({ value: 142, threshold: 100, status: 'firing' });
  });

  it('keeps dimensions from overwriting what identifies the alarm', () => {
    const alarm = parse(
      metricAlarm(
        {},
        {
          Dimensions: [
            { name: 'region', value: 'mars' },
            { name: 'severity', value: 'critical' },
            { name: '__proto__', value: 'x' },
            { name: 'Stage', value: 'prod' },
          ],
        },
      ),
    );
    expect(alarm.labels).toEqual({
      alertname: 'orders-5xx',
      account: '222233334444',
      region: 'eu-central-1',
      severity: 'warning',
      namespace: 'AWS/ApiGateway',
      metric: '5XXError',
      Stage: 'prod',
    });
    expect(Object.getPrototypeOf(alarm.labels)).toBe(Object.prototype);
  });

  it('links to the alarm in the console of its partition', () => {
    const at = (region: string, partition: string) =>
      parse(metricAlarm({ AlarmArn: `arn:${partition}:cloudwatch:${region}:222233334444:alarm:x` }))
        .links[0]?.url;
    expect(at('eu-central-1', 'aws')).toBe(
      'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/orders-5xx',
    );
    expect(at('cn-north-1', 'aws-cn')).toMatch(/^https:\/\/console\.amazonaws\.cn\//u);
    expect(at('us-gov-west-1', 'aws-us-gov')).toMatch(
      /^https:\/\/console\.amazonaws-us-gov\.com\//u,
    );
    expect(at('eusc-de-east-1', 'aws-eusc')).toMatch(/^https:\/\/console\.amazonaws-eusc\.eu\//u);
  });

  it.each([
    ['EU (Ireland)', 'eu-west-1'],
    ['EU - Ireland', 'eu-west-1'],
    ['Europe (Ireland)', 'eu-west-1'],
    ['US East (N. Virginia)', 'us-east-1'],
    ['US - N. Virginia', 'us-east-1'],
    ['US (Virginia)', 'us-east-1'],
    ['Asia Pacific (Seoul)', 'ap-northeast-2'],
    ['South America (São Paulo)', 'sa-east-1'],
    ['Canada (Central)', 'ca-central-1'],
    ['AWS GovCloud (US-East)', 'us-gov-east-1'],
    ['China (Ningxia)', 'cn-northwest-1'],
    ['AWS European Sovereign Cloud (Germany)', 'eusc-de-east-1'],
    ['eu-west-3', 'eu-west-3'],
    ['The Moon (Tycho)', 'the-moon-tycho'],
  ])('without an ARN finds the region in its name: %s is %s', (name, region) => {
    const { AlarmArn: _, ...alarm } = metricAlarm({ Region: name });
    expect(parse(alarm).labels['region']).toBe(region);
  });

  it('prefers the topic’s region to the name, and the alarm’s own to both', () => {
    const { AlarmArn: _, ...alarm } = metricAlarm({ Region: 'EU (Ireland)' });
    expect(parse(alarm, { topic: TOPIC }).labels['region']).toBe('eu-central-1');
    const arn = 'arn:aws:cloudwatch:us-west-2:222233334444:alarm:orders-5xx';
    expect(parse({ ...alarm, AlarmArn: arn }, { topic: TOPIC }).labels['region']).toBe('us-west-2');
  });

  it('falls back to when the message was sent if the change has no readable time', () => {
    expect(parse(metricAlarm({ StateChangeTime: 'yesterday' })).startsAt).toBe(CONTEXT.sentAt);
  });

  it('tells the time series of a multi-series alarm apart, so one OK does not resolve them all', () => {
    const of = (id: string) =>
      parse(
        metricAlarm({
          AlarmContributorId: id,
          AlarmContributorAttributes: { endpoint: `/api/${id}` },
        }),
      );
    expect(of('a').fingerprint).not.toBe(of('b').fingerprint);
    expect(of('a').labels['endpoint']).toBe('/api/a');
  });

  it('cuts what is longer than labels and annotations may be', () => {
    const alarm = parse(
      metricAlarm(
        { AlarmDescription: 'word '.repeat(2000) },
        { Dimensions: [{ name: 'Long', value: 'x'.repeat(3000) }] },
      ),
    );
    expect(alarm.labels['Long']).toHaveLength(1024);
    expect(alarm.annotations.description?.length).toBeLessThanOrEqual(4096);
    expect(alarm.annotations.description).toMatch(/word…$/u);
  });

  it('keeps 64 labels at most, the identifying ones among them', () => {
    const Dimensions = Array.from({ length: 100 }, (_, n) => ({ name: `d${n}`, value: 'x' }));
    const { labels } = parse(metricAlarm({}, { Dimensions }));
    expect(Object.keys(labels)).toHaveLength(64);
    expect(labels['alertname']).toBe('orders-5xx');
  });
});

describe('a metric-math alarm through SNS', () => {
  const query = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: {
      Metric: {
        MetricName,
        Namespace: 'AWS/ApiGateway',
        Dimensions: [
          { name: 'ApiName', value: 'orders' },
          { name: 'Only', value: MetricName },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
    ReturnData: false,
  });
  const alarm = (expression: object) =>
    metricAlarm({
      Trigger: {
        Period: 60,
        EvaluationPeriods: 3,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        Metrics: [
          { Id: 'e1', ReturnData: true, ...expression },
          query('m1', '5XXError'),
          query('m2', 'Count'),
        ],
      },
    });

  it('is named by the label of its expression and has what its metrics have in common', () => {
    const { labels } = parse(alarm({ Expression: '100*m1/m2', Label: 'Error share' }));
    expect(labels).toMatchObject({
      metric: 'Error share',
      namespace: 'AWS/ApiGateway',
      ApiName: 'orders',
    });
    expect(labels).not.toHaveProperty('Only');
  });

  it('is named by the expression in words when nobody labelled it', () => {
    const { labels } = parse(alarm({ Expression: '100*m1/m2', Label: 'Expression1' }));
    expect(labels['metric']).toBe('100*5XXError/Count');
  });

  it('reads the metric out of a Metrics Insights query', () => {
    const Expression = 'SELECT MAX(Latency) FROM SCHEMA("AWS/ApiGateway", ApiName)';
    const { labels, annotations } = parse(
      metricAlarm({
        Trigger: { Threshold: 5, Metrics: [{ Id: 'q1', Expression, ReturnData: true }] },
      }),
    );
    expect(labels).toMatchObject({ metric: 'Latency', namespace: 'AWS/ApiGateway' });
    expect(annotations['statistic']).toBe('max');
  });
});

describe('an anomaly-detection alarm through SNS', () => {
  const alarm = (reason: string, state = 'ALARM') =>
    metricAlarm({
      NewStateValue: state,
      NewStateReason: reason,
      Trigger: {
        Period: 60,
        EvaluationPeriods: 4,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
        ThresholdMetricId: 'ad1',
        Metrics: [
          {
            Id: 'm1',
            MetricStat: {
              Metric: {
                MetricName: 'Count',
                Namespace: 'AWS/ApiGateway',
                Dimensions: [{ name: 'Stage', value: 'prod' }],
              },
              Period: 60,
              Stat: 'Sum',
            },
            ReturnData: true,
          },
          { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 1.5)', ReturnData: true },
        ],
      },
    });
  const crossed = (value: number) =>
    `Thresholds Crossed: 1 out of the last 4 datapoints [${value} (01/03/26 09:58:00)] was less than the lower thresholds [193.3] or greater than the upper thresholds [531.4] (minimum 1 datapoint for OK -> ALARM transition).`;

  it('has the edge of the band that was crossed as its threshold', () => {
    expect(parse(alarm(crossed(537)))).toMatchObject({ value: 537, threshold: 531.4 });
    expect(parse(alarm(crossed(20)))).toMatchObject({ value: 20, threshold: 193.3 });
  });

  it('says what was expected', () => {
    const { annotations, labels } = parse(alarm(crossed(537)));
    expect(annotations.summary).toBe(
      'Count sum 537 outside the expected 193 to 531, 1 of 4 periods of 1 min',
    );
    expect(labels).toMatchObject({ metric: 'Count', Stage: 'prod' });
  });
});

describe('what is almost a CloudWatch alarm', () => {
  it.each([
    ['a state nobody knows', metricAlarm({ NewStateValue: 'PANIC' })],
    ['a name that is not a text', metricAlarm({ AlarmName: 7 })],
    ['no name', metricAlarm({ AlarmName: '' })],
  ])('becomes a text and is not dropped: %s', (_, message) => {
    const { source, status, annotations } = parse(message);
    expect(source).toBe('text');
    expect(status).toBe('firing');
    expect(annotations.description).toContain('Too many server errors.');
  });

  it.each([
    ['a trigger that is a text', metricAlarm({ Trigger: 'none' })],
    ['wrong figures', metricAlarm({ AWSAccountId: 1 }, { Threshold: {}, Period: 'often' })],
    ['wrong dimensions', metricAlarm({}, { Dimensions: { a: 1 } })],
    ['wrong metrics', metricAlarm({}, { Metrics: [null, 1, { MetricStat: [] }] })],
    ['half a character', metricAlarm({ AlarmName: 'broken \ud800' })],
  ])('is still an alarm where only the rest is wrong: %s', (_, message) => {
    expect(parse(message)).toMatchObject({ source: 'cloudwatch', status: 'firing' });
  });
});
