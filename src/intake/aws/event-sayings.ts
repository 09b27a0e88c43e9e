import { figureText } from '../../alert/figure.ts';
import { anyList, anyNumber, anyRecord, anyText, anything } from '../leniency.ts';
import { arnName } from './arn.ts';
import type { AwsEvent } from './event.ts';
import { vulnerabilities } from './image-scan.ts';
import { plainSaying } from './plain-saying.ts';
import type { Saying } from './saying.ts';
import { accessFinding, configCompliance, macieFinding } from './security-sayings.ts';

/** By the event's `detail-type`; undefined when the event lacks what the words are made of. */
const SAYINGS: Readonly<Record<string, (event: AwsEvent) => Saying | undefined>> = {
  'Object Created': objectChange,
  'Object Deleted': objectChange,
  'AWS API Call via CloudTrail': apiCall,
  'AWS Service Event via CloudTrail': apiCall,
  'AWS Console Sign In via CloudTrail': apiCall,
  'Scheduled Event': schedule,
  'ECR Image Scan': imageScan,
  'Inspector2 Scan': imageScan,
  'Inspector2 Finding': vulnerability,
  'Macie Finding': macieFinding,
  'Access Analyzer Finding': accessFinding,
  'Config Rules Compliance Change': configCompliance,
  'EC2 Instance State-change Notification': instanceState,
  'ACM Certificate Approaching Expiration': certificate,
};

/** What an event says, in one line. */
export function sayingOf(event: AwsEvent): Saying {
  const say = Object.hasOwn(SAYINGS, event.detailType) ? SAYINGS[event.detailType] : undefined;
  return say?.(event) ?? plainSaying(event);
}

const objectSchema = anyRecord({
  bucket: anyRecord({ name: anyText }),
  object: anyRecord({ key: anyText, size: anyNumber }),
});

/** Source: Amazon S3 User Guide, "EventBridge event message structure". */
function objectChange({ detail, detailType }: AwsEvent): Saying | undefined {
  const { bucket, object } = objectSchema.parse(detail);
  if (bucket.name === undefined || object.key === undefined) return undefined;
  const size = object.size === undefined ? '' : ` (${figureText(object.size, 'B')})`;
  const change = detailType === 'Object Deleted' ? 'was deleted from' : 'was put into';
  return {
    summary: `${object.key}${size} ${change} S3 bucket ${bucket.name}`,
    identity: [['key', object.key]],
  };
}

const callSchema = anyRecord({
  eventName: anyText,
  eventSource: anyText,
  errorCode: anyText,
  errorMessage: anyText,
  userIdentity: anyRecord({
    type: anyText,
    arn: anyText,
    userName: anyText,
    invokedBy: anyText,
    sessionContext: anyRecord({ sessionIssuer: anyRecord({ userName: anyText }) }),
  }),
});

/** Source: CloudTrail User Guide, "CloudTrail record contents". */
function apiCall({ detail }: AwsEvent): Saying | undefined {
  const { eventName, eventSource, userIdentity, ...failure } = callSchema.parse(detail);
  if (eventName === undefined) return undefined;
  const service = eventSource?.split('.', 1)[0] ?? '';
  const { userName, arn, invokedBy, type, sessionContext } = userIdentity;
  const who =
    userName ||
    sessionContext.sessionIssuer.userName ||
    (arn === undefined ? undefined : arnName(arn)) ||
    invokedBy ||
    type ||
    'Somebody';
  const what = [service, eventName].filter(Boolean).join(':');
  // A sign-in that failed has no code, only the words.
  const error = failure.errorCode || failure.errorMessage;
  const outcome = error ? ` and got ${error}` : '';
  return {
    summary: `${who} called ${what}${outcome}`,
    identity: [['api_call', what]],
    labels: [['user', who]],
  };
}

/** Source: EventBridge User Guide, "Creating a rule that runs on a schedule". */
function schedule({ resources: [rule] }: AwsEvent): Saying | undefined {
  return rule === undefined ? undefined : { summary: `Schedule ${arnName(rule)} ran` };
}

const scanSchema = anyRecord({
  'scan-status': anyText,
  'repository-name': anyText,
  'image-tags': anyList(anyText),
  'image-digest': anyText,
  'instance-id': anyText,
  'finding-severity-counts': anything,
});

/** Sources: Amazon ECR User Guide, "Events and EventBridge"; Amazon Inspector User Guide, the same. */
function imageScan({ detail }: AwsEvent): Saying | undefined {
  const scan = scanSchema.parse(detail);
  // Inspector names the repository by its ARN.
  const repository = arnName(scan['repository-name'] ?? '');
  const image = [repository, scan['image-tags'].find(Boolean)].filter(Boolean).join(':');
  const subject = image === '' ? scan['instance-id'] : `image ${image}`;
  if (subject === undefined) return undefined;
  const labels: Saying['labels'] = [['repository', repository]];
  if (scan['scan-status']?.includes('FAIL') === true) {
    return { summary: `The scan of ${subject} failed`, labels };
  }
  const { text, worst } = vulnerabilities(scan['finding-severity-counts']);
  return {
    summary: `The scan of ${subject} found ${text}`,
    labels: [...labels, ['worst_finding', worst]],
  };
}

const vulnerabilitySchema = anyRecord({
  findingArn: anyText,
  title: anyText,
  severity: anyText,
  status: anyText,
  resources: anyList(anyRecord({ id: anyText })),
});

/** Source: Amazon Inspector User Guide, "Amazon EventBridge event schema". */
function vulnerability({ detail }: AwsEvent): Saying | undefined {
  const { findingArn, title, severity, status, resources } = vulnerabilitySchema.parse(detail);
  if (title === undefined) return undefined;
  const [resource] = resources.flatMap(({ id }) => id ?? []);
  const level = severity?.toLowerCase();
  return {
    summary: [
      title,
      resource === undefined ? '' : ` on ${arnName(resource)}`,
      level === undefined ? '' : ` (${level})`,
      status === 'CLOSED' ? ' is mended' : '',
    ].join(''),
    identity: [['finding', findingArn]],
    labels: [['worst_finding', level]],
  };
}

const instanceSchema = anyRecord({ 'instance-id': anyText, state: anyText });

/** Source: Amazon EC2 User Guide, "Instance state change events". */
function instanceState({ detail }: AwsEvent): Saying | undefined {
  const { 'instance-id': id, state } = instanceSchema.parse(detail);
  if (id === undefined || state === undefined) return undefined;
  return { summary: `EC2 instance ${id} is ${state}`, identity: [['state', state]] };
}

const certificateSchema = anyRecord({ CommonName: anyText, DaysToExpiry: anyNumber });

/** Source: AWS Certificate Manager User Guide, "Amazon EventBridge support for ACM". */
function certificate({ detail }: AwsEvent): Saying | undefined {
  const { CommonName: name, DaysToExpiry: days } = certificateSchema.parse(detail);
  if (name === undefined || days === undefined) return undefined;
  return {
    summary: `The certificate of ${name} expires in ${days} ${days === 1 ? 'day' : 'days'}`,
  };
}
