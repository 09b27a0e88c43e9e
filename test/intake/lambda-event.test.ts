import { describe, expect, it } from 'vitest';
import { readMessage } from '../../src/intake/read-message.ts';
import { metricAlarm, TOPIC } from './support/alarms.ts';
import { parsed, signalOf } from './support/parsed.ts';
import { confirmation, notification } from './support/sns-sender.ts';

/** The event with which SNS invokes a Lambda function. */
function lambdaEvent(...messages: readonly object[]) {
  return {
    Records: messages.map((Sns) => ({
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${TOPIC}:2bcfbf39`,
      Sns,
    })),
  };
}

const envelope = notification({ Message: JSON.stringify(metricAlarm()) });

describe('the event with which SNS invokes a Lambda function', () => {
  it('is the message in it, with its id, topic and time', () => {
    const event = lambdaEvent(envelope);
    expect(parsed(event)).toEqual(parsed(envelope));
    const read = (message: object) =>
      readMessage(JSON.stringify(message), { messageId: 'sqs:1', receivedAt: 0 });
    expect(read(event)).toMatchObject({
      messageId: envelope['MessageId'],
      event: { topic: TOPIC },
      envelope: 'Notification',
    });
  });

  it('may have come by a queue', () => {
    const queued = (...messages: readonly object[]) => ({
      Records: messages.map((message) => ({
        messageId: '059f36b4',
        body: JSON.stringify(message),
        eventSource: 'aws:sqs',
      })),
    });
    expect(parsed(queued(envelope))).toEqual(parsed(envelope));
    expect(parsed(queued(envelope, envelope)).source).toBe('text');
    expect(parsed(queued(metricAlarm())).source).toBe('text');
  });

  it('has a subject, which names a text', () => {
    const event = lambdaEvent(notification({ Subject: 'Disk full', Message: 'db-1 is at 99 %' }));
    expect(signalOf(event).labels['alertname']).toBe('Disk full');
  });

  it('that was sent on through a topic is the message in it, of the topic it came through', () => {
    const inner = lambdaEvent(notification({ Subject: 'Disk full', Message: 'db-1 is at 99 %' }));
    const other = `${TOPIC}-2`;
    const outer = notification({ TopicArn: other, Message: JSON.stringify(inner) });
    expect(signalOf(outer).labels).toMatchObject({ alertname: 'Disk full', topic: 'pages-2' });
    const read = readMessage(JSON.stringify(outer), { messageId: 'sqs:1', receivedAt: 0 });
    expect([read.event.topic, read.messageId]).toEqual([other, outer['MessageId']]);
  });

  it.each([
    ['of several messages, which SNS never sends,', lambdaEvent(envelope, envelope)],
    ['of no message', lambdaEvent()],
    ['without its message', lambdaEvent({ Type: 'Notification' })],
    ['of a confirmation', lambdaEvent(confirmation())],
  ])('%s is a text', (_, event) => {
    expect(parsed(event).source).toBe('text');
  });
});
