import { z } from 'zod';
import { anyText, isRecord, anything } from '../leniency.ts';
import { parseTime } from '../time.ts';

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
}

const eventSchema = z
  .object({
    'detail-type': z.string().min(1),
    source: z.string().min(1),
    account: anyText,
    region: anyText,
    time: anything,
    resources: z.array(z.string()).catch([]),
    detail: anything,
  })
  .transform((event): AwsEvent => ({
    detailType: event['detail-type'],
    source: event.source,
    account: event.account,
    region: event.region,
    time: parseTime(event.time),
    resources: event.resources,
    detail: event.detail,
  }));

/** Cheaply: does this have the shape of an event, of this type if one is named? */
export function isAwsEvent(value: unknown, detailType?: string): boolean {
  if (!isRecord(value) || typeof value['source'] !== 'string' || !('detail' in value)) return false;
  const type = value['detail-type'];
  return detailType === undefined ? typeof type === 'string' && type !== '' : type === detailType;
}

/** Reads an event; undefined when it has no type or no source. */
export function readAwsEvent(value: unknown): AwsEvent | undefined {
  const parsed = eventSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
