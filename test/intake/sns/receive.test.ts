import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { metricAlarm, TOPIC } from '../support/alarms.ts';
import { createRig, NOW, type Rig } from '../support/receiver.ts';
import { confirmation, createSnsSender, notification } from '../support/sns-sender.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});

function receive(message: object) {
  return rig.receive(Buffer.from(JSON.stringify(message)));
}

describe('a genuine notification', () => {
  it.each(['1', '2'])('with signature version %s is durable before it is answered', async (v) => {
    const Message = JSON.stringify(metricAlarm());
    const signed = rig.sender.sign(notification({ Message, SignatureVersion: v }));
    expect(await receive(signed)).toMatchObject({
      status: 200,
      source: 'cloudwatch',
      signals: 1,
      topic: TOPIC,
      messageId: signed['MessageId'],
    });
    expect(rig.inbox.accepted).toMatchObject([
      {
        messageId: signed['MessageId'],
        event: {
          type: 'signals',
          topic: TOPIC,
          signals: [{ id: signed['MessageId'], labels: { alertname: 'orders-5xx' } }],
        },
      },
    ]);
    expect(rig.inbox.accepted[0]?.event.traceId).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('with the same MessageId again is answered 200 and changes nothing', async () => {
    const signed = rig.sender.sign(notification());
    await receive(signed);
    expect(await receive(signed)).toMatchObject({ status: 200 });
    expect(rig.inbox.accepted).toHaveLength(1);
  });

  it('that can only be understood as text is answered 200', async () => {
    const deep = '['.repeat(1000);
    const signed = rig.sender.sign(notification({ Message: deep, Subject: 'Odd' }));
    expect(await receive(signed)).toMatchObject({ status: 200, source: 'text', signals: 1 });
  });

  it('fetches the certificate once for many messages', async () => {
    await receive(rig.sender.sign(notification()));
    await receive(rig.sender.sign(notification()));
    expect(rig.asked).toHaveLength(1);
  });

  it('is answered 503 while the store can’t be reached, and taken afterwards', async () => {
    const signed = rig.sender.sign(notification());
    rig.inbox.isDown = true;
    expect(await receive(signed)).toMatchObject({ status: 503 });
    rig.inbox.isDown = false;
    expect(await receive(signed)).toMatchObject({ status: 200 });
    expect(rig.inbox.accepted).toHaveLength(1);
  });

  it('that is two hours old is refused, and kept for people to look at', async () => {
    const Timestamp = new Date(NOW - 7_200_001).toISOString();
    const signed = rig.sender.sign(notification({ Timestamp }));
    expect(await receive(signed)).toMatchObject({
      status: 403,
      reason: expect.stringContaining('old'),
    });
    expect(rig.inbox.accepted).toEqual([]);
    expect(rig.inbox.deadLetters).toMatchObject([{ messageId: signed['MessageId'] }]);
    // As it was signed; what nobody signed for is not kept.
    const { UnsubscribeURL: _, ...kept } = signed;
    expect(JSON.parse(rig.inbox.deadLetters[0]?.body ?? '')).toEqual(kept);
  });

  it('that is exactly two hours old is taken', async () => {
    const Timestamp = new Date(NOW - 7_200_000).toISOString();
    expect(await receive(rig.sender.sign(notification({ Timestamp })))).toMatchObject({
      status: 200,
    });
  });

  it('that is old is answered 503 when it can’t be kept', async () => {
    rig.inbox.isDown = true;
    const signed = rig.sender.sign(notification({ Timestamp: '2026-02-01T00:00:00.000Z' }));
    expect(await receive(signed)).toMatchObject({ status: 503 });
  });
});

describe('a notification that is not genuine', () => {
  it.each([
    ['is forged', async () => (await createSnsSender()).sign(notification())],
    ['was changed', async () => ({ ...rig.sender.sign(notification()), Message: 'other' })],
    [
      'is of a topic nobody listed',
      async () => rig.sender.sign(notification({ TopicArn: `${TOPIC}2` })),
    ],
    [
      'has signature version 3',
      async () => rig.sender.sign(notification({ SignatureVersion: '3' })),
    ],
  ])('is refused when it %s', async (_, make) => {
    expect(await receive(await make())).toMatchObject({ status: 403 });
    expect(rig.inbox.accepted).toEqual([]);
    expect(rig.inbox.deadLetters).toEqual([]);
  });

  it('makes nobody fetch anything for a topic nobody listed', async () => {
    await receive(rig.sender.sign(notification({ TopicArn: `${TOPIC}2` })));
    expect(rig.asked).toEqual([]);
  });

  it('and old is not kept', async () => {
    const old = notification({ Timestamp: '2026-02-01T00:00:00.000Z' });
    expect(await receive((await createSnsSender()).sign(old))).toMatchObject({ status: 403 });
    expect(rig.inbox.deadLetters).toEqual([]);
  });

  it.each([
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123.pem',
    'https://sns.eu-central-1.amazonaws.com.evil.com/SimpleNotificationService-0123.pem',
    'https://sns.eu-central-1.amazonaws.com@evil.com/SimpleNotificationService-0123.pem',
    'https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0123.pem',
    'http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123.pem',
  ])('with its certificate at %s is refused without asking there', async (SigningCertURL) => {
    const signed = rig.sender.sign(notification({ SigningCertURL }));
    expect(await receive(signed)).toMatchObject({ status: 403 });
    expect(rig.asked).toEqual([]);
  });
});

describe('a text that was signed can be read in one way only:', () => {
  it('a Subject that is moved into the MessageId is refused', async () => {
    const signed = rig.sender.sign(notification({ Subject: 'the backup failed' }));
    const { Subject, ...rest } = signed;
    const moved = { ...rest, MessageId: `${signed['MessageId']}\nSubject\n${Subject}` };
    expect(await receive(moved)).toMatchObject({ status: 400 });
    expect(rig.inbox.accepted).toEqual([]);
  });

  it('a MessageId can not be one of another way in', async () => {
    const signed = rig.sender.sign(notification({ MessageId: 'alerts:deploy-42' }));
    expect(await receive(signed)).toMatchObject({ status: 400 });
  });
});

describe('a certificate that can’t be had', () => {
  it.each([
    ['slow', () => new Promise<Response>(() => {})],
    ['an error', () => Promise.resolve(new Response('', { status: 500 }))],
    ['huge', () => Promise.resolve(new Response('x'.repeat(100_000)))],
    ['a refused connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('because the answer is %s means 503: SNS will try again', async (_, answer) => {
    const good = rig.answer;
    rig.answer = answer;
    const signed = rig.sender.sign(notification());
    expect(await receive(signed)).toMatchObject({ status: 503 });
    rig.answer = good;
    expect(await receive(signed)).toMatchObject({ status: 200 });
  });
});

describe('a subscription confirmation', () => {
  it('is confirmed at SNS’s own address', async () => {
    const signed = rig.sender.sign(confirmation());
    expect(await receive(signed)).toMatchObject({ status: 200, reason: 'subscription confirmed' });
    expect(rig.asked).toEqual([signed['SigningCertURL'], signed['SubscribeURL']]);
    expect(rig.inbox.accepted).toEqual([]);
  });

  const host = 'https://sns.eu-central-1.amazonaws.com';
  const query = `?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=t`;
  it.each([
    `https://evil.com/${query}`,
    `${host}.evil.com/${query}`,
    `https://sns.eu-central-1.amazonaws.com@evil.com/${query}`,
    `${host}:8443/${query}`,
    `http://sns.eu-central-1.amazonaws.com/${query}`,
    `https://sns.us-east-1.amazonaws.com/${query}`,
    `${host}/${query.replace('ConfirmSubscription', 'Publish')}`,
    `${host}/${query.replace(TOPIC, `${TOPIC}2`)}`,
    `${host}/${query}&TopicArn=${TOPIC}2`,
    `${host}/${query}&Action=Publish`,
    `${host}/other${query}`,
    'nonsense',
  ])('is refused, although signed, at %s', async (SubscribeURL) => {
    const signed = rig.sender.sign(confirmation({ SubscribeURL }));
    expect(await receive(signed)).toMatchObject({ status: 403 });
    expect(rig.asked).toEqual([signed['SigningCertURL']]);
  });

  it('is not confirmed before its signature was checked', async () => {
    const forged = (await createSnsSender()).sign(confirmation());
    expect(await receive(forged)).toMatchObject({ status: 403 });
    expect(rig.asked).toEqual([forged['SigningCertURL']]);
  });

  it('is answered 503 when SNS does not confirm, so that it asks again', async () => {
    await receive(rig.sender.sign(notification()));
    rig.answer = () => Promise.resolve(new Response('', { status: 500 }));
    expect(await receive(rig.sender.sign(confirmation()))).toMatchObject({ status: 503 });
  });

  it('that is old is refused', async () => {
    const old = confirmation({ Timestamp: '2026-02-01T00:00:00.000Z' });
    expect(await receive(rig.sender.sign(old))).toMatchObject({ status: 403 });
  });
});

describe('an unsubscribe confirmation', () => {
  it('becomes an alert: somebody cut the line', async () => {
    const signed = rig.sender.sign(confirmation({ Type: 'UnsubscribeConfirmation' }));
    expect(await receive(signed)).toMatchObject({ status: 200, signals: 1 });
    const [signal] = rig.inbox.accepted[0]?.event.signals ?? [];
    expect(signal).toMatchObject({
      status: 'firing',
      nature: 'occurrence',
      labels: { alertname: 'SNSSubscriptionRemoved', severity: 'error', region: 'eu-central-1' },
      defaultSeverity: 'error',
    });
    expect(JSON.stringify(signal)).not.toContain('ConfirmSubscription');
  });

  it('that is forged is refused', async () => {
    const forged = (await createSnsSender()).sign(
      confirmation({ Type: 'UnsubscribeConfirmation' }),
    );
    expect(await receive(forged)).toMatchObject({ status: 403 });
  });
});

describe('a body that is no SNS message', () => {
  it.each([
    ['nothing', ''],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['half a message', JSON.stringify(notification()).slice(0, 100)],
    ['JSON nested too deep', '{"a":'.repeat(1000)],
    ['a list', '[]'],
    ['an unknown type', JSON.stringify({ ...notification(), Signature: 'x', Type: 'Party' })],
    [
      'an unreadable time',
      JSON.stringify({ ...notification({ Timestamp: 'now' }), Signature: 'x' }),
    ],
    ['no signature', JSON.stringify(notification())],
  ])('is answered 400: %s', async (_, body) => {
    const answer = await rig.receive(Buffer.from(body));
    expect(answer.status).toBe(400);
    expect(answer.reason).not.toMatch(/\n/u);
  });

  it('is answered 400 for one wrong byte inside a message that is whole otherwise', async () => {
    const body = Buffer.from(JSON.stringify(rig.sender.sign(notification({ Message: 'x~y' }))));
    body[body.indexOf('~')] = 0xff;
    expect(await rig.receive(body)).toMatchObject({
      status: 400,
      reason: expect.stringContaining('UTF-8'),
    });
  });

  it('is answered clearly and never thrown, whatever it is', async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .dictionary(
          fc.constantFrom(...Object.keys(rig.sender.sign(notification()))),
          fc.jsonValue(),
        )
        .map((changes) => {
          return Buffer.from(JSON.stringify({ ...rig.sender.sign(notification()), ...changes }));
        }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const { status, reason } = await rig.receive(bytes);
        expect([200, 400, 403]).toContain(status);
        expect(reason).toMatch(/^.+$/u);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a defect', () => {
  it('is not mistaken for the store’s absence', async () => {
    rig.inbox.accept = () => Promise.reject(new TypeError('a defect'));
    await expect(receive(rig.sender.sign(notification()))).rejects.toThrow('a defect');
  });
});
