import { z } from 'zod';
import type { MessageContext } from '../formats/format.ts';
import { anyText, isRecord, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';
import { accountFromArns, regionFromArns } from './region.ts';

/** An event from Amazon EventBridge. Source: EventBridge User Guide, "Event structure reference". */
export interface AwsEvent {
  readonly detailType: string;
  /** The service: `aws.ecs`. */
  readonly source: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Epoch milliseconds. */
  readonly time?: number | undefined;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** What a notification rule of the developer tools adds: why it failed, where. */
  readonly additional: unknown;
}

const eventSchema = z
  .object({
    'detail-type': anyText,
    detailType: anyText,
    source: anyText,
    account: anyText,
    region: anyText,
    time: anything,
    resources: z.array(z.string()).catch([]),
    detail: anything,
    additionalAttributes: anything,
  })
  .transform((event): AwsEvent => ({
    detailType: event['detail-type'] || (event.detailType ?? ''),
    source: sourceOf(event),
    account: event.account,
    region: event.region,
    time: parseTime(event.time),
    resources: event.resources,
    detail: event.detail,
    additional: event.additionalAttributes,
  }))
  .refine(({ detailType }) => detailType !== '');

/** Cheaply: does this have the shape of an event, of this type if one is named? */
export function isAwsEvent(value: unknown, detailType?: string): boolean {
  if (!isRecord(value) || !('detail' in value)) return false;
  const type = detailTypeOf(value);
  return detailType === undefined ? typeof type === 'string' && type !== '' : type === detailType;
}

/** Cheaply: is this an event of a service itself, rather than of somebody's call of it? */
export function isServiceEvent(value: unknown, service: string): boolean {
  if (!isRecord(value) || !isAwsEvent(value) || sourceOf(value) !== service) return false;
  return !String(detailTypeOf(value)).endsWith(' via CloudTrail');
}

/** The developer tools' notification rules send the same events with a `detailType`. */
function detailTypeOf(value: Readonly<Record<string, unknown>>): unknown {
  return value['detail-type'] ?? value['detailType'];
}

/** How the types of a service's events begin, for rules that pass on only a part of an event. */
const SERVICES: readonly (readonly [type: RegExp, service: string])[] = [
  [/^AWS Health /u, 'aws.health'],
  [/^RDS /u, 'aws.rds'],
  [/^ECS /u, 'aws.ecs'],
  [/^EC2 (?:Auto Scaling|Instance(?: |-)(?:launch|terminate))/iu, 'aws.autoscaling'],
  [/^CodePipeline /u, 'aws.codepipeline'],
  [/^GuardDuty /u, 'aws.guardduty'],
  [/^(?:Security Hub|Findings Imported)/u, 'aws.securityhub'],
];

/** The service, from the event's type where the event does not name it. */
function sourceOf(value: Readonly<Record<string, unknown>>): string {
  const { source } = value;
  if (typeof source === 'string' && source !== '') return source;
  const type = String(detailTypeOf(value)).slice(0, 100);
  return SERVICES.find(([begins]) => begins.test(type))?.[1] ?? 'unknown';
}

/** Reads an event; undefined when it has no type. */
export function readAwsEvent(value: unknown): AwsEvent | undefined {
  const parsed = eventSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Where and when an event happened, from wherever that is said. */
export function circumstances(event: AwsEvent, context: MessageContext) {
  const arns = [...event.resources, context.topic];
  return {
    account: event.account || accountFromArns(...arns),
    region: event.region || regionFromArns(...arns),
    at: event.time ?? context.sentAt,
  };
}
