import { createSign, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { issueCertificate } from './issue-certificate.ts';

export type SignatureVersion = '1' | '2';

interface Common {
  readonly topicArn: string;
  readonly messageId?: string;
  /** When SNS sends it. Default: now. */
  readonly timestamp?: Date;
  /** 1 is RSA with SHA-1 (what SNS does unless told otherwise), 2 is RSA with SHA-256. Default: 1. */
  readonly version?: SignatureVersion;
  /** Another certificate URL than the signer's own, for forgeries. */
  readonly certificateUrl?: string;
}

export interface SnsNotification extends Common {
  readonly message: string;
  readonly subject?: string;
}

export interface SnsConfirmation extends Common {
  readonly token?: string;
  /** Another confirmation URL than that of the topic's region, for forgeries. */
  readonly subscribeUrl?: string;
}

/** Signs messages as the SNS of one region does. All messages are JSON texts, as SNS posts them. */
export interface SnsSigner {
  readonly certificatePem: string;
  readonly certificateUrl: string;
  readonly notification: (message: SnsNotification) => string;
  readonly subscriptionConfirmation: (message: SnsConfirmation) => string;
  readonly unsubscribeConfirmation: (message: SnsConfirmation) => string;
}

/**
 * The fields each type is signed over, in this order, a missing Subject left out.
 * Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  Confirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Makes a signer with a certificate of its own (RSA, 2048 bits), served nowhere. */
export async function makeSnsSigner({ region }: { region: string }): Promise<SnsSigner> {
  const host = `sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  const pair = await issueCertificate('sns.amazonaws.com');
  const digest = new X509Certificate(pair.cert).fingerprint256.replaceAll(':', '').toLowerCase();
  const certificateUrl = `https://${host}/SimpleNotificationService-${digest.slice(0, 32)}.pem`;

  const common = (type: string, { topicArn, messageId, timestamp }: Common) => ({
    Type: type,
    MessageId: messageId ?? randomUUID(),
    TopicArn: topicArn,
    Timestamp: (timestamp ?? new Date()).toISOString(),
  });

  const seal = (
    envelope: Readonly<Record<string, string>>,
    fields: readonly string[],
    { version = '1', certificateUrl: signingUrl = certificateUrl }: Common,
  ) => ({
    ...envelope,
    SignatureVersion: version,
    Signature: sign(canonicalText(envelope, fields), pair.key, version),
    SigningCertURL: signingUrl,
  });

  const confirmation = (type: string, words: string, message: SnsConfirmation): string => {
    const token = message.token ?? randomBytes(136).toString('hex');
    const query = `Action=ConfirmSubscription&TopicArn=${message.topicArn}&Token=${token}`;
    const envelope = {
      ...common(type, message),
      Token: token,
      Message: words,
      SubscribeURL: message.subscribeUrl ?? `https://${host}/?${query}`,
    };
    return JSON.stringify(seal(envelope, SIGNED.Confirmation, message));
  };

  return {
    certificatePem: pair.cert,
    certificateUrl,
    notification: (message) => {
      const envelope = {
        ...common('Notification', message),
        ...(message.subject === undefined ? {} : { Subject: message.subject }),
        Message: message.message,
      };
      return JSON.stringify({
        ...seal(envelope, SIGNED.Notification, message),
        UnsubscribeURL: `https://${host}/?Action=Unsubscribe&SubscriptionArn=${message.topicArn}:${randomUUID()}`,
      });
    },
    subscriptionConfirmation: (message) =>
      confirmation(
        'SubscriptionConfirmation',
        `You have chosen to subscribe to the topic ${message.topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
        message,
      ),
    unsubscribeConfirmation: (message) =>
      confirmation(
        'UnsubscribeConfirmation',
        `You have chosen to deactivate subscription ${message.topicArn}:${randomUUID()}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
        message,
      ),
  };
}

function canonicalText(
  envelope: Readonly<Record<string, string>>,
  fields: readonly string[],
): string {
  return fields
    .filter((field) => envelope[field] !== undefined)
    .map((field) => `${field}\n${envelope[field]}\n`)
    .join('');
}

function sign(text: string, key: string, version: SignatureVersion): string {
  const algorithm = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return createSign(algorithm).update(text, 'utf8').sign(key, 'base64');
}
