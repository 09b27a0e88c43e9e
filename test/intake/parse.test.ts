import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/intake/parse.ts';
import { metricAlarm, compositeAlarm, alarmEvent, lambdaPayload, TOPIC } from './support/alarms.ts';
import { isSilent, SAMPLES } from './support/samples.ts';
import { expectSound } from './support/sound.ts';
import { damaged, spoiled } from './support/spoiled.ts';
import {
  alertmanagerMessage,
  grafanaMessage,
  legacyGrafanaMessage,
  sentryEventAlert,
  sentryIssue,
} from './support/webhooks.ts';

const context = { messageId: 'm', receivedAt: 1_700_000_000_000 };

function expectSoundParts(text: string): void {
  const { source, signals } = parseMessage(text, context);
  for (const signal of signals) {
    expect(signal.source).toBe(source);
    expectSound(signal);
  }
}

describe('parseMessage', () => {
  it('makes sound signals of any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), expectSoundParts), { numRuns: 300 });
  });

  it('makes sound signals of half characters', () => {
    const halves = [
      '\ud800',
      JSON.stringify(metricAlarm({ AlarmName: `a${'\u{1f600}'.repeat(600)}` })),
    ];
    for (const text of halves) expect(() => expectSoundParts(text)).not.toThrow();
  });

  it('makes sound signals of any JSON', () => {
    fc.assert(fc.property(fc.json({ depthSize: 'large' }), expectSoundParts), { numRuns: 300 });
  });

  it.each([
    ['a metric alarm', metricAlarm()],
    ['a composite alarm', compositeAlarm()],
    ['an alarm event', alarmEvent()],
    ['a Lambda payload', lambdaPayload()],
    ['our JSON', { alerts: [{ labels: { alertname: 'a', x: 'y' }, annotations: {}, endsAt: 1 }] }],
    ['a message of Alertmanager', alertmanagerMessage({ truncatedAlerts: 1 })],
    ['a message of Grafana', grafanaMessage()],
    ['a message of Grafana as it was', legacyGrafanaMessage()],
    ['a Sentry issue', sentryIssue('unresolved', { substatus: 'regressed' })],
    ['a Sentry alert', sentryEventAlert()],
    ['an SNS envelope', { Type: 'Notification', TopicArn: TOPIC, Message: 'm', Timestamp: 't' }],
  ])('makes sound signals of %s with anything in it', (_, message) => {
    fc.assert(fc.property(spoiled(message), expectSoundParts), { numRuns: 300 });
  });

  it.each(SAMPLES.map((sample) => ({ ...sample, least: isSilent(sample) ? 0 : 1 })))(
    'makes sound signals of $source, $kind, whatever is wrong with it, and drops none',
    ({ message, least }) => {
      expectSoundParts(typeof message === 'string' ? message : JSON.stringify(message));
      const bodies = damaged(message).map((body) => body.toString());
      const property = fc.property(bodies, (text) => {
        expectSoundParts(text);
        expect(parseMessage(text, context).signals.length).toBeGreaterThanOrEqual(least);
      });
      fc.assert(property, { numRuns: 60 });
    },
  );

  it('makes the same of a message whether it came in an SNS envelope or bare', () => {
    for (const { message } of SAMPLES) {
      const text = typeof message === 'string' ? message : JSON.stringify(message);
      const envelope = { Type: 'Notification', MessageId: 'm', TopicArn: TOPIC, Message: text };
      const within = { ...context, sentAt: context.receivedAt, topic: TOPIC };
      expect(parseMessage(JSON.stringify(envelope), context)).toEqual(parseMessage(text, within));
    }
  });

  it('opens an SNS envelope without looking at its signature', () => {
    const envelope = {
      Type: 'Notification',
      MessageId: 'sns-1',
      TopicArn: TOPIC,
      Subject: 'ALARM',
      Message: JSON.stringify(metricAlarm()),
      Timestamp: '2026-03-01T10:00:04.000Z',
      Signature: 'forged',
    };
    expect(parseMessage(JSON.stringify(envelope), context)).toMatchObject({
      source: 'cloudwatch',
      signals: [{ id: 'sns-1', labels: { alertname: 'orders-5xx' } }],
    });
  });

  it('says of a confirmation what it is, makes nothing of it, and an alert of a removed subscription', () => {
    const envelope = (Type: string) =>
      parseMessage(JSON.stringify({ Type, TopicArn: TOPIC, Message: 'x' }), context);
    expect(envelope('SubscriptionConfirmation')).toMatchObject({
      signals: [],
      note: expect.stringContaining(`an SNS SubscriptionConfirmation of ${TOPIC}`),
    });
    expect(envelope('UnsubscribeConfirmation').signals).toMatchObject([
      { labels: { alertname: 'SNSSubscriptionRemoved', topic: 'pages' }, status: 'firing' },
    ]);
  });

  it('shows the same text and JSON the same identity every time', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const print = () => parseMessage(text, context).signals.map((one) => one.fingerprint);
        expect(print()).toEqual(print());
      }),
      { numRuns: 50 },
    );
  });
});
