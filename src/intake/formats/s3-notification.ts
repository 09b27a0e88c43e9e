import type { Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { figureText } from '../../alert/figure.ts';
import { awsSignal } from '../aws/news.ts';
import { accountFromArns } from '../aws/region.ts';
import { anyNumber, anyRecord, anyText, anything, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Format, MessageContext } from './format.ts';

const recordSchema = anyRecord({
  awsRegion: anyText,
  eventName: anyText,
  eventTime: anything,
  s3: anyRecord({
    bucket: anyRecord({ name: anyText, arn: anyText }),
    object: anyRecord({ key: anyText, size: anyNumber }),
  }),
});

interface Kind {
  /** How the event's name begins. */
  readonly begins: string;
  /** EventBridge's word for it, where it has one. */
  readonly title: string;
  /** What happened, between the object and the bucket. */
  readonly words?: string;
  readonly severity?: Severity;
}

const KINDS: readonly Kind[] = [
  { begins: 'ObjectCreated', title: 'Object Created', words: 'was put into' },
  { begins: 'ObjectRemoved', title: 'Object Deleted', words: 'was deleted from' },
  { begins: 'LifecycleExpiration', title: 'Object Deleted', words: 'was deleted from' },
  { begins: 'ReducedRedundancyLostObject', title: 'Object Lost', severity: 'error' },
  {
    begins: 'Replication:OperationFailedReplication',
    title: 'Object Replication Failed',
    severity: 'warning',
  },
];

/** Records of one message that are read; S3 sends one. */
const MAX_RECORDS = 100;

/**
 * What a bucket publishes to a topic itself. It is identified as the same news from EventBridge is.
 * Source: Amazon S3 User Guide, "Event message structure".
 */
export const s3Notification: Format = {
  source: 'text',
  recognise: (value) => isTest(value) || recordsIn(value).some(isS3Record),
  toSignals(value, context) {
    if (isTest(value)) return [];
    const records = recordsIn(value);
    if (records.length > MAX_RECORDS) return undefined;
    const signals = records.flatMap((record, index) => {
      const id = records.length === 1 ? context.messageId : `${context.messageId}/${index}`;
      return isS3Record(record) ? (recordSignal(record, { ...context, messageId: id }) ?? []) : [];
    });
    return signals.length === records.length ? signals : undefined;
  },
};

/** What S3 sends once when a bucket is told to use a topic. */
function isTest(value: unknown): boolean {
  return isRecord(value) && value['Service'] === 'Amazon S3' && value['Event'] === 's3:TestEvent';
}

function recordsIn(value: unknown): readonly unknown[] {
  const records = isRecord(value) ? value['Records'] : undefined;
  return Array.isArray(records) ? records : [];
}

function isS3Record(record: unknown): boolean {
  return isRecord(record) && record['eventSource'] === 'aws:s3';
}

function recordSignal(value: unknown, context: MessageContext): Signal | undefined {
  const { awsRegion, eventName = '', eventTime, s3 } = recordSchema.parse(value);
  const { name: bucket, arn = `arn:aws:s3:::${bucket}` } = s3.bucket;
  const key = decodedKey(s3.object.key ?? '');
  if (bucket === undefined || bucket === '' || key === '' || eventName === '') return undefined;
  const kind = kindOf(eventName.replace(/^s3:/u, ''));
  const size = s3.object.size === undefined ? '' : ` (${figureText(s3.object.size, 'B')})`;
  const news = {
    source: 'text',
    alertname: kind.title,
    account: accountFromArns(context.topic),
    region: awsRegion,
    at: parseTime(eventTime) ?? context.sentAt,
    identity: [
      ['event_source', 'aws.s3'],
      ['key', key],
      ['resource_arn', arn],
    ],
    labels: [
      ['resource', bucket],
      ['event_name', eventName],
    ],
    summary:
      kind.words === undefined
        ? `${kind.title}: ${key} of S3 bucket ${bucket}`
        : `${key}${size} ${kind.words} S3 bucket ${bucket}`,
    description: JSON.stringify(value, null, 2),
    defaultSeverity: kind.severity ?? 'info',
  } as const;
  return awsSignal('occurrence', news, context);
}

function kindOf(eventName: string): Kind {
  const known = KINDS.find(({ begins }) => eventName.startsWith(begins));
  return known ?? { begins: eventName, title: `S3 ${eventName}` };
}

/** S3 writes a key as in an address, with plus signs for spaces. */
function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
