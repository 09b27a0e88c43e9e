import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/intake/parse.ts';
import {
  alarmEvent,
  compositeAlarm,
  CONTEXT,
  lambdaPayload,
  metricAlarm,
} from '../support/alarms.ts';

function parse(message: object) {
  const { source, signals } = parseMessage(JSON.stringify(message), CONTEXT);
  const [signal] = signals;
  if (signal === undefined) throw new Error('no signal');
  return { ...signal, source };
}

describe('one alarm in the forms in which its news comes', () => {
  const forms = [parse(metricAlarm()), parse(alarmEvent()), parse(lambdaPayload())];

  it('is recognised in each', () => {
    expect(forms.map(({ source }) => source)).toEqual(['cloudwatch', 'cloudwatch', 'lambda-alarm']);
  });

  it('has one fingerprint, the same labels, figures and time', () => {
    const same = forms.map(({ fingerprint, labels, value, threshold, changedAt, status }) => {
      return { fingerprint, labels, value, threshold, changedAt, status };
    });
    expect(same[1]).toEqual(same[0]);
    expect(same[2]).toEqual(same[0]);
  });

  it('is said in the same words', () => {
    const words = new Set(forms.map(({ annotations }) => annotations.summary));
    expect(words).toEqual(new Set(['5XXError sum 12 ≥ 10, 2 of 3 periods of 1 min']));
  });
});

describe('a composite alarm', () => {
  it('through SNS has neither metric nor figures, but names the members that made it', () => {
    const signal = parse(compositeAlarm());
    expect(signal).toMatchObject({ source: 'cloudwatch-composite', status: 'firing' });
    expect(signal).not.toHaveProperty('value');
    expect(signal.labels).toEqual({
      alertname: 'orders-broken',
      account: '222233334444',
      region: 'eu-central-1',
      severity: 'critical',
    });
    expect(signal.annotations.summary).toBe('orders-5xx is in alarm');
    expect(signal.annotations['rule']).toContain('team/orders:latency');
  });

  it('carries the severity and the runbook of its description', () => {
    const { severity, annotations, links } = parse(compositeAlarm());
    expect(severity).toBe('critical');
    expect(annotations.runbook).toBe('https://runbooks.example.com/orders');
    expect(links.map(({ title }) => title)).toEqual(['Console', 'Runbook']);
  });

  it('that does not list its members names the one its reason speaks of', () => {
    const NewStateReason =
      'arn:aws:cloudwatch:eu-central-1:222233334444:alarm:cpu: web transitioned to ALARM at Sunday 01 March, 2026';
    const alone = parse(compositeAlarm({ TriggeringChildren: undefined, NewStateReason }));
    expect(alone.annotations.summary).toBe('cpu: web is in alarm');
  });

  it('is resolved by OK', () => {
    const ok = parse(compositeAlarm({ NewStateValue: 'OK' }));
    expect(ok.status).toBe('resolved');
    expect(ok.annotations.summary).toBe('team/orders:latency is OK again');
  });

  it('has the same fingerprint through SNS, EventBridge and Lambda', () => {
    const data = { alarmName: 'orders-broken', configuration: { alarmRule: 'ALARM(a)' } };
    const event = parse(alarmEvent(data));
    expect(event.source).toBe('cloudwatch-composite');
    expect(event.fingerprint).toBe(parse(compositeAlarm()).fingerprint);
    expect(parse(lambdaPayload(data)).fingerprint).toBe(event.fingerprint);
  });

  it('names its members from the reason data of an event', () => {
    const child = (name: string) => ({
      arn: `arn:aws:cloudwatch:eu-central-1:222233334444:alarm:${name}`,
      state: { value: 'ALARM' },
    });
    const reasonData = JSON.stringify({ triggeringAlarms: ['a', 'b', 'c', 'd', 'e'].map(child) });
    const { annotations } = parse(
      alarmEvent({
        state: { value: 'ALARM', reasonData, timestamp: '2026-03-01T10:00:00Z' },
        configuration: { alarmRule: 'ALARM(a)' },
      }),
    );
    expect(annotations.summary).toBe('a, b, c, and 2 more are in alarm');
  });
});

describe('an EventBridge alarm event', () => {
  it('of one time series is an alarm of its own', () => {
    const contributor = { id: 'c1', attributes: { TableName: 'orders' } };
    const signal = parse(
      alarmEvent(
        { alarmContributor: contributor },
        { 'detail-type': 'CloudWatch Alarm Contributor State Change' },
      ),
    );
    expect(signal.labels['TableName']).toBe('orders');
    expect(signal.fingerprint).not.toBe(parse(alarmEvent()).fingerprint);
  });

  it.each([
    ['without detail', alarmEvent({}, { detail: null })],
    ['without a state', alarmEvent({ state: undefined })],
    ['with a state nobody knows', alarmEvent({ state: { value: 'PANIC' } })],
  ])('%s becomes a text', (_, message) => {
    expect(parse(message)).toMatchObject({ source: 'text', defaultSeverity: 'warning' });
  });

  it('survives a configuration it can’t read', () => {
    expect(parse(alarmEvent({ configuration: 'none' }))).toMatchObject({
      source: 'cloudwatch',
      value: 12,
      threshold: 10,
    });
  });
});

describe('a Lambda payload', () => {
  it('without a state becomes a text', () => {
    expect(parse(lambdaPayload({ state: 'ALARM' })).source).toBe('text');
  });
});
