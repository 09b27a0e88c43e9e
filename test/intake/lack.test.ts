import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/alert/signal.ts';
import { lackOf } from '../../src/intake/lack.ts';
import { alarmEvent, compositeAlarm, lambdaPayload, metricAlarm } from './support/alarms.ts';
import { costAnomaly, databaseNotification, event, taskChange } from './support/aws-events.ts';
import { notification } from './support/sns-sender.ts';

const lack = (source: Source, message: object | string) =>
  lackOf(source, typeof message === 'string' ? message : JSON.stringify(message));

describe('what a message lacks to be of a kind', () => {
  it.each<[Source, object, string]>([
    ['cloudwatch', metricAlarm({ AlarmName: undefined }), 'AlarmName is missing'],
    ['cloudwatch', metricAlarm({ NewStateValue: undefined }), 'NewStateValue is missing'],
    [
      'cloudwatch',
      metricAlarm({ NewStateValue: 'ALERT' }),
      'NewStateValue must be one of OK, ALARM, INSUFFICIENT_DATA',
    ],
    ['cloudwatch', metricAlarm({ AlarmName: 7 }), 'AlarmName must be a text'],
    ['cloudwatch', alarmEvent({ alarmName: undefined }), 'detail.alarmName is missing'],
    ['cloudwatch', alarmEvent({ state: {} }), 'detail.state.value is missing'],
    ['cloudwatch-composite', metricAlarm(), 'AlarmRule is missing'],
    ['cloudwatch-composite', compositeAlarm({ AlarmName: '' }), 'AlarmName is missing'],
    ['lambda-alarm', lambdaPayload({ alarmName: undefined }), 'alarmData.alarmName is missing'],
    ['aws-ecs', { ...taskChange(), 'detail-type': undefined }, 'detail-type is missing'],
    ['aws-ecs', event('aws.rds', 'RDS DB Instance Event', {}), 'source must be aws.ecs'],
    [
      'aws-rds',
      { ...databaseNotification(), 'Event Message': undefined },
      'Event Message is missing',
    ],
    ['aws-cost-anomaly', { ...costAnomaly(), impact: undefined }, 'impact is missing'],
    ['eventbridge', { 'detail-type': 'x' }, 'detail is missing'],
    [
      'aws-guardduty',
      { type: 'Recon', service: { serviceName: 'macie' } },
      'service.serviceName must be guardduty',
    ],
  ])('is named: %s %#', (source, message, words) => {
    expect(lack(source, message)).toBe(words);
    const envelope = notification({ Message: JSON.stringify(message) });
    expect(lack(source, envelope)).toBe(words);
  });

  it('is all that the shape needs when nothing of any is there', () => {
    expect(lack('cloudwatch', { hello: 1 })).toBe('AlarmName is missing, NewStateValue is missing');
  });

  it('is JSON, where there is none', () => {
    expect(lack('cloudwatch', '{"AlarmName": ')).toBe('it is not valid JSON');
    expect(lack('cloudwatch', '"quoted"')).toBe('it is no JSON object');
  });

  it('is the text of a budget for what is a text by nature', () => {
    expect(lack('aws-budgets', '{}')).toBe(
      'it is no text with the lines "Budget Name:" and "Budgeted Amount:"',
    );
  });
});
