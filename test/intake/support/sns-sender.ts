import { createSign } from 'node:crypto';
import { generate } from 'selfsigned';
import { TOPIC } from './alarms.ts';

export const CERT_URL =
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';

export interface SnsSender {
  /** The certificate, PEM. */
  readonly certificate: string;
  /** The message with a signature over what SNS documents. */
  readonly sign: (message: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
}

/** Signs messages as SNS does; written apart from the code under test, from the documentation. */
export async function createSnsSender(
  options: Parameters<typeof generate>[1] = {},
): Promise<SnsSender> {
  const pems = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
    keySize: 2048,
    algorithm: 'sha256',
    ...options,
  });
  return {
    certificate: pems.cert,
    sign: (message) => {
      const signer = createSign(message['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1');
      for (const name of SIGNED) {
        if (message[name] !== undefined) signer.write(`${name}\n${message[name]}\n`);
      }
      signer.end();
      return { ...message, Signature: signer.sign(pems.private, 'base64') };
    },
  };
}

const SIGNED = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Subject',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
];

let count = 0;

export function notification(
  changes: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  count += 1;
  return {
    Type: 'Notification',
    MessageId: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    TopicArn: TOPIC,
    Message: 'Disk is full',
    Timestamp: '2026-03-01T10:00:04.000Z',
    SignatureVersion: '1',
    SigningCertURL: CERT_URL,
    UnsubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe',
    ...changes,
  };
}

export function confirmation(
  changes: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const { UnsubscribeURL: _, ...message } = notification();
  return {
    ...message,
    Type: 'SubscriptionConfirmation',
    Message: 'You have chosen to subscribe',
    Token: 'abc123',
    SubscribeURL: `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=abc123`,
    ...changes,
  };
}
