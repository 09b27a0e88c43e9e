import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snsEndpoint } from '../../../src/intake/sns/endpoint.ts';
import { metricAlarm, TOPIC } from '../support/alarms.ts';
import { startIntake, type IntakeServer } from '../support/intake-server.ts';
import { createRig, NOW, type Rig } from '../support/receiver.ts';
import { confirmation, notification } from '../support/sns-sender.ts';

const ALARM = JSON.stringify(metricAlarm());
const RAW = {
  'x-amz-sns-rawdelivery': 'true',
  'x-amz-sns-message-type': 'Notification',
  'x-amz-sns-message-id': '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  'x-amz-sns-topic-arn': TOPIC,
  'x-amz-sns-subscription-arn': `${TOPIC}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
};
const CREDENTIALS = {
  authorization: `Basic ${Buffer.from('sns:raw-s3cret').toString('base64')}`,
};

let rig: Rig;
let server: IntakeServer;

async function start(rawSecret: string): Promise<void> {
  rig = await createRig();
  server = await startIntake({ endpoints: [snsEndpoint({ ...rig.deps, rawSecret })] });
}

beforeEach(() => start('raw-s3cret'));
afterEach(() => server.stop());

function post(headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = ALARM) {
  return server.post('/v1/sns', body, headers);
}

describe('a message that SNS posts raw', () => {
  it('is asked for credentials first, as SNS expects, and taken with them', async () => {
    const first = await post(RAW);
    expect([first.status, await first.text()]).toEqual([401, 'unauthorized\n']);
    expect(first.headers.get('www-authenticate')).toBe('Basic realm="tocsin"');
    const second = await post({ ...RAW, ...CREDENTIALS });
    expect([second.status, await second.text()]).toEqual([200, 'accepted\n']);
    expect(rig.inbox.accepted).toMatchObject([
      {
        messageId: RAW['x-amz-sns-message-id'],
        event: {
          topic: TOPIC,
          signals: [{ source: 'cloudwatch', labels: { alertname: 'orders-5xx' } }],
        },
      },
    ]);
  });

  it('is taken with a bearer token, which a proxy can add', async () => {
    expect((await post({ ...RAW, authorization: 'Bearer raw-s3cret' })).status).toBe(200);
  });

  it('is taken once, however often SNS repeats it', async () => {
    await post({ ...RAW, ...CREDENTIALS });
    expect(await (await post({ ...RAW, ...CREDENTIALS })).text()).toBe('accepted before\n');
    expect(rig.inbox.accepted).toHaveLength(1);
  });

  it('is told as text when nobody understands it', async () => {
    await post({ ...RAW, ...CREDENTIALS }, 'the disk is full');
    expect(rig.inbox.accepted[0]?.event.signals).toMatchObject([
      { source: 'text', annotations: { summary: 'the disk is full' }, startsAt: NOW },
    ]);
  });

  it.each<[string, number, Record<string, string>]>([
    ['other credentials', 401, { authorization: 'Bearer raw-s3cre' }],
    ['a topic that the config does not name', 403, { 'x-amz-sns-topic-arn': `${TOPIC}2` }],
    ['no topic', 403, { 'x-amz-sns-topic-arn': '' }],
    ['no id', 400, { 'x-amz-sns-message-id': '' }],
    ['the id of another way in', 400, { 'x-amz-sns-message-id': 'alerts:deploy-42' }],
  ])('is refused with %s', async (_, status, changes) => {
    const response = await post({ ...RAW, ...CREDENTIALS, ...changes });
    expect(response.status).toBe(status);
    expect(rig.inbox.accepted).toEqual([]);
  });

  it('is refused when it is no text', async () => {
    const response = await post({ ...RAW, ...CREDENTIALS }, Uint8Array.from([0xc3, 0x28]));
    expect([response.status, await response.text()]).toEqual([
      400,
      'the body is not valid UTF-8\n',
    ]);
  });

  it('is refused, with what to set, when there is no secret', async () => {
    server.stop();
    await start('');
    for (const headers of [
      RAW,
      { ...RAW, ...CREDENTIALS },
      { ...RAW, authorization: 'Basic Og==' },
    ]) {
      const response = await post(headers);
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('set intake.sns.raw_secret'),
      ]);
    }
  });

  it('is answered 503 while the store is down', async () => {
    rig.inbox.isDown = true;
    expect((await post({ ...RAW, ...CREDENTIALS })).status).toBe(503);
  });

  it('never puts the secret into the log', async () => {
    await post(RAW);
    await post({ ...RAW, ...CREDENTIALS });
    await post({ ...RAW, authorization: 'Bearer raw-s3cre' });
    expect(JSON.stringify(server.lines)).not.toMatch(/raw-s3cre|c25zOnJhdy1z/u);
  });
});

describe('beside raw messages', () => {
  it('signed ones need no credentials, and credentials are no signature', async () => {
    const signed = JSON.stringify(rig.sender.sign(notification()));
    expect((await post({}, signed)).status).toBe(200);
    expect((await post(CREDENTIALS, JSON.stringify(notification()))).status).toBe(400);
    expect((await post(CREDENTIALS, ALARM)).status).toBe(400);
  });

  it('a confirmation must be signed, whatever its headers say', async () => {
    const headers = {
      ...RAW,
      ...CREDENTIALS,
      'x-amz-sns-message-type': 'SubscriptionConfirmation',
    };
    const message = confirmation();
    const forged = JSON.stringify({ ...message, Signature: 'AAAA' });
    expect((await post(headers, forged)).status).toBe(403);
    expect((await post(headers, JSON.stringify(rig.sender.sign(message)))).status).toBe(200);
  });
});

describe('the audit trail', () => {
  it('says which subscription was confirmed, and which was removed', async () => {
    const asked = rig.sender.sign(confirmation());
    const removed = rig.sender.sign(confirmation({ Type: 'UnsubscribeConfirmation' }));
    await post({}, JSON.stringify(asked));
    await post({}, JSON.stringify(removed));
    expect(server.lines.filter(({ level }) => level === 'audit')).toEqual([
      {
        level: 'audit',
        message: 'subscription-confirmed',
        actor: 'SNS',
        action: 'subscription-confirmed',
        object: TOPIC,
        details: { messageId: asked['MessageId'] },
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/u),
      },
      expect.objectContaining({
        action: 'subscription-removed',
        details: { messageId: removed['MessageId'] },
      }),
    ]);
  });

  it('has nothing of what was refused', async () => {
    await post({}, JSON.stringify({ ...confirmation(), Signature: 'AAAA' }));
    expect(server.lines.filter(({ level }) => level === 'audit')).toEqual([]);
  });
});
