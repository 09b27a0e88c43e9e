import { X509Certificate } from 'node:crypto';
import * as fc from 'fast-check';
import SnsPayloadValidator from 'sns-payload-validator';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src/intake/sns/envelope.ts';
import { isSigned } from '../../../src/intake/sns/signature.ts';
import { CERT_URL, confirmation, createSnsSender, notification } from '../support/sns-sender.ts';

const sender = await createSnsSender();
const stranger = await createSnsSender();
const key = new X509Certificate(sender.certificate).publicKey;

async function ours(message: object): Promise<boolean> {
  const read = readEnvelope(message);
  return read.ok && isSigned(read.envelope, key);
}

/** Another implementation, which finds our certificate in its cache instead of fetching it. */
async function oracle(message: object): Promise<boolean> {
  const validator = new SnsPayloadValidator();
  const cache: unknown = Reflect.get(validator, 'certCache');
  if (!(cache instanceof Object)) throw new Error('the oracle keeps no certificates any more');
  Reflect.get(cache, 'set').call(cache, CERT_URL, sender.certificate);
  return validator.validate(JSON.stringify(message)).then(
    () => true,
    () => false,
  );
}

const kinds = [
  ['a notification', notification({ Subject: 'ALARM' })],
  ['a notification without a subject', notification()],
  ['a notification with an empty subject', notification({ Subject: '' })],
  ['a subscription confirmation', confirmation()],
  ['an unsubscribe confirmation', confirmation({ Type: 'UnsubscribeConfirmation' })],
] as const;

describe.each(['1', '2'])('signature version %s', (SignatureVersion) => {
  it.each(kinds)('of %s is accepted, as another implementation does', async (_, message) => {
    const signed = sender.sign({ ...message, SignatureVersion });
    expect(await ours(signed)).toBe(true);
    expect(await oracle(signed)).toBe(true);
  });

  it('of somebody else is refused', async () => {
    expect(await ours(stranger.sign(notification({ SignatureVersion })))).toBe(false);
  });

  it('of the other version is refused', async () => {
    const signed = sender.sign(notification({ SignatureVersion }));
    const other = SignatureVersion === '1' ? '2' : '1';
    expect(await ours({ ...signed, SignatureVersion: other })).toBe(false);
  });
});

describe('a message with one field changed after it was signed', () => {
  const signed = [
    sender.sign(notification({ Subject: 'ALARM' })),
    sender.sign(confirmation()),
  ] as const;

  it.each(['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn'])(
    'is refused: %s of a notification',
    async (field) => {
      const changed = field === 'Timestamp' ? '2026-03-01T10:00:05.000Z' : `${signed[0][field]}x`;
      expect(await ours({ ...signed[0], [field]: changed })).toBe(false);
    },
  );

  it.each(['Message', 'SubscribeURL', 'Token', 'TopicArn'])(
    'is refused: %s of a confirmation',
    async (field) => {
      expect(await ours({ ...signed[1], [field]: `${signed[1][field]}x` })).toBe(false);
    },
  );

  it('is refused: the subject taken away, or moved into the message', async () => {
    const { Subject: _, ...without } = signed[0];
    expect(await ours(without)).toBe(false);
  });
});

describe('any text', () => {
  it('is signed and checked as it is, and agrees with the other implementation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (Message, Subject) => {
        const signed = sender.sign(notification({ Message, Subject, SignatureVersion: '2' }));
        expect(await ours(signed)).toBe(true);
        expect(await oracle(signed)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('as a signature is refused and does not throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (Signature) => {
        expect(await ours({ ...notification(), Signature })).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
