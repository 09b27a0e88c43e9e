import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  alarmSubject,
  checkoutLatency,
  invoiceQueueAge,
  metricAlarm,
  ordersApiErrors,
  ordersDatabaseCpu,
} from '../../demo/alarms.ts';

const at = new Date('2021-06-23T08:41:06.622Z');

describe('sample CloudWatch alarms', () => {
  it('look as one seen from CloudWatch', () => {
    const message: unknown = JSON.parse(
      metricAlarm({
        name: 'EC2-CPU',
        state: 'ALARM',
        previous: 'INSUFFICIENT_DATA',
        region: 'ap-northeast-2',
        account: '111122223333',
        namespace: 'AWS/EC2',
        metric: 'CPUUtilization',
        dimensions: { InstanceId: 'i-0f672ea50a80cda4b' },
        statistic: 'Average',
        period: 300,
        threshold: 15,
        comparison: 'GreaterThanThreshold',
        value: 17.2564528039004,
        at,
      }),
    );
    expect(message).toMatchObject({
      AlarmName: 'EC2-CPU',
      AlarmDescription: null,
      AWSAccountId: '111122223333',
      NewStateValue: 'ALARM',
      NewStateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [17.2564528039004 (23/06/21 08:36:00)] was greater than the threshold (15.0) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition).',
      StateChangeTime: '2021-06-23T08:41:06.622+0000',
      Region: 'Asia Pacific (Seoul)',
      AlarmArn: 'arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:EC2-CPU',
      OldStateValue: 'INSUFFICIENT_DATA',
      Trigger: {
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/EC2',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Unit: null,
        Dimensions: [{ value: 'i-0f672ea50a80cda4b', name: 'InstanceId' }],
        Period: 300,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 15,
      },
    });
  });

  it('say that the threshold was not crossed when they are over', () => {
    expect(JSON.parse(ordersApiErrors({ state: 'OK', value: 0.4, at }))).toMatchObject({
      NewStateValue: 'OK',
      OldStateValue: 'ALARM',
      NewStateReason: expect.stringMatching(/0\.4 .* was not greater than the threshold \(10\.0\)/),
    });
  });

  it('say that data is missing', () => {
    const message: unknown = JSON.parse(
      ordersDatabaseCpu({ state: 'INSUFFICIENT_DATA', value: 0, at }),
    );
    expect(message).toMatchObject({
      NewStateReason: 'Insufficient Data: 1 datapoint was unknown.',
    });
  });

  it('name a percentile as CloudWatch does', () => {
    const message: unknown = JSON.parse(checkoutLatency({ state: 'ALARM', value: 4210, at }));
    expect(message).toMatchObject({
      Trigger: { StatisticType: 'ExtendedStatistic', ExtendedStatistic: 'p99' },
    });
    expect(message).not.toHaveProperty('Trigger.Statistic');
  });

  it('carry their severity in the description', () => {
    const description = (text: string): string =>
      z.looseObject({ AlarmDescription: z.string() }).parse(JSON.parse(text)).AlarmDescription;
    expect(description(ordersApiErrors({ state: 'ALARM', value: 12.4, at }))).toContain(
      '"severity":"critical"',
    );
    expect(description(invoiceQueueAge({ state: 'ALARM', value: 1200, at }))).toContain(
      'severity: warning',
    );
  });

  it('have the subject SNS gives them', () => {
    const subject = alarmSubject({ name: 'orders', state: 'ALARM', region: 'us-east-1' });
    expect(subject).toBe('ALARM: "orders" in US East (N. Virginia)');
  });
});
