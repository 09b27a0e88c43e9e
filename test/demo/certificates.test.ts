import { createPublicKey, createVerify } from 'node:crypto';
import { Agent, createServer, request } from 'node:https';
import { connect } from 'node:tls';
import SnsPayloadValidator from 'sns-payload-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuthority, makeSnsSigner, type Authority } from '../../demo/certificates.ts';
import { listen, type Listening } from '../../demo/listen.ts';
import type { SnsSigner } from '../../demo/sns-signer.ts';

const envelopeSchema = z.looseObject({
  Type: z.string(),
  Message: z.string(),
  MessageId: z.string(),
  Timestamp: z.string(),
  TopicArn: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
  SubscribeURL: z.string().optional(),
  Token: z.string().optional(),
});

const topicArn = 'arn:aws:sns:us-east-1:111122223333:critical-alerts';

let authority: Authority;
let signer: SnsSigner;

beforeAll(async () => {
  authority = await makeAuthority();
  signer = await makeSnsSigner({ region: 'us-east-1' });
});

describe('the authority', () => {
  let server: Listening;

  beforeAll(async () => {
    const certificate = await authority.serverCertificate();
    server = await listen(createServer(certificate, (_, response) => response.end('hello')));
  });

  afterAll(() => server.stop());

  const status = (host: string, ca?: string): Promise<number | undefined> => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    request({ host, port: server.port, ...(ca === undefined ? {} : { ca }) }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
    return promise;
  };

  it.each(['127.0.0.1', 'localhost'])('is enough to trust its server at %s', async (host) => {
    expect(await status(host, authority.caPem)).toBe(200);
  });

  it('is trusted by nobody who was not told', async () => {
    await expect(status('127.0.0.1')).rejects.toThrow(/certificate/);
  });

  it('is another one each time', async () => {
    const other = await makeAuthority();
    await expect(status('127.0.0.1', other.caPem)).rejects.toThrow(/certificate/);
  });
});

describe('the SNS signer', () => {
  let certificates: Listening;
  let validator: SnsPayloadValidator;

  beforeAll(async () => {
    const host = 'sns.us-east-1.amazonaws.com';
    const tls = await authority.serverCertificate([host]);
    certificates = await listen(
      createServer(tls, (_, response) => response.end(signer.certificatePem)),
    );
    // Leads the validator's fetch of the certificate to a server of ours.
    class LocalAgent extends Agent {
      override createConnection() {
        return connect({
          host: '127.0.0.1',
          port: certificates.port,
          servername: host,
          ca: authority.caPem,
        });
      }
    }
    validator = new SnsPayloadValidator({ requestAgent: new LocalAgent() });
  });

  afterAll(() => certificates.stop());

  it('names a certificate where SNS keeps them', async () => {
    expect(signer.certificateUrl).toMatch(
      /^https:\/\/sns\.us-east-1\.amazonaws\.com\/SimpleNotificationService-[0-9a-f]{32}\.pem$/,
    );
    expect((await makeSnsSigner({ region: 'cn-north-1' })).certificateUrl).toMatch(
      /^https:\/\/sns\.cn-north-1\.amazonaws\.com\.cn\//,
    );
  });

  it('has a key of at least 2048 bits', () => {
    const { asymmetricKeyDetails } = createPublicKey(signer.certificatePem);
    expect(asymmetricKeyDetails?.modulusLength).toBeGreaterThanOrEqual(2048);
  });

  describe.each(['1', '2'] as const)('with signature version %s', (version) => {
    it.each([
      ['a notification', () => signer.notification({ topicArn, version, message: 'hej 🔔\nline' })],
      [
        'a notification with a subject',
        () => signer.notification({ topicArn, version, message: '{}', subject: 'ALARM: "x"' }),
      ],
      ['a subscription', () => signer.subscriptionConfirmation({ topicArn, version })],
      ['an end of a subscription', () => signer.unsubscribeConfirmation({ topicArn, version })],
    ])('signs %s so that an independent validator accepts it', async (_, make) => {
      await expect(validator.validate(make())).resolves.toMatchObject({
        TopicArn: topicArn,
        SignatureVersion: version,
      });
    });

    it.each(['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn'])(
      'covers the %s',
      async (field) => {
        const text = signer.notification({ topicArn, version, message: 'm', subject: 's' });
        const forged = { ...envelopeSchema.parse(JSON.parse(text)), [field]: 'forged' };
        await expect(validator.validate(JSON.stringify(forged))).rejects.toThrow(
          'Invalid Signature',
        );
      },
    );
  });

  it('signs version 1 with SHA-1 and version 2 with SHA-256', () => {
    for (const [version, algorithm] of [
      ['1', 'RSA-SHA1'],
      ['2', 'RSA-SHA256'],
    ] as const) {
      const envelope = envelopeSchema.parse(
        JSON.parse(signer.notification({ topicArn, version, message: 'm' })),
      );
      const { Message, MessageId, Timestamp, Type } = envelope;
      const text = `Message\n${Message}\nMessageId\n${MessageId}\nTimestamp\n${Timestamp}\nTopicArn\n${topicArn}\nType\n${Type}\n`;
      const verified = createVerify(algorithm)
        .update(text)
        .verify(signer.certificatePem, envelope.Signature, 'base64');
      expect(verified).toBe(true);
    }
  });

  it('takes the id and the time it is given', () => {
    const timestamp = new Date('2026-03-04T02:12:00.123Z');
    const text = signer.notification({ topicArn, message: 'm', messageId: 'id-1', timestamp });
    expect(JSON.parse(text)).toMatchObject({
      Type: 'Notification',
      MessageId: 'id-1',
      Timestamp: '2026-03-04T02:12:00.123Z',
    });
  });

  it('asks to confirm at the SNS of the region', () => {
    const { SubscribeURL, Token } = envelopeSchema.parse(
      JSON.parse(signer.subscriptionConfirmation({ topicArn })),
    );
    expect(SubscribeURL).toBe(
      `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${Token}`,
    );
  });

  it('can forge addresses, signed well', async () => {
    const subscribeUrl = 'https://evil.example.com/';
    const confirmation = signer.subscriptionConfirmation({ topicArn, subscribeUrl });
    await expect(validator.validate(confirmation)).resolves.toMatchObject({
      SubscribeURL: subscribeUrl,
    });
    const certificateUrl = 'https://evil.example.com/cert.pem';
    const text = signer.notification({ topicArn, message: 'm', certificateUrl });
    expect(JSON.parse(text)).toMatchObject({ SigningCertURL: certificateUrl });
  });
});
