import { change, event } from '@pagerduty/pdjs';
import type {
  ChangeParameters,
  ChangePayload,
  EventPayloadV2,
} from '@pagerduty/pdjs/build/src/events.js';
import { z } from 'zod';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { Diagnosis } from '../../engine/ports/troubles.ts';
import { OWN_LIMIT, type DeliveryResult, type Retry } from '../adapter.ts';
import { createCaller, type Place } from './call.ts';

/** 120 events a minute an integration key. @see https://developer.pagerduty.com/docs/rate-limiting */
const EVENTS_LIMIT = { capacity: 20, perSecond: 2 };

const answerSchema = z.object({
  status: z.number(),
  data: z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() }),
});

/** The Events API v2, for the holder of one routing key. */
export interface EventsApi {
  /** Takes a token; undefined when there is one. */
  wait(caller: Caller): Promise<Retry | undefined>;
  send(data: EventPayloadV2): Promise<DeliveryResult>;
  /** Tells of a change, which calls nobody. */
  change(data: ChangePayload): Promise<DeliveryResult>;
}

/** @param place its server is the Events API's, for example `events.pagerduty.com` */
export function createEventsApi(limiter: RateLimiter, routingKey: string, place: Place): EventsApi {
  const bucket = { key: `pagerduty/${shortHash(routingKey)}`, ...EVENTS_LIMIT };
  const call = createCaller(place);
  return {
    async wait(caller) {
      const afterMs = await limiter.take(bucket, caller);
      return afterMs > 0 ? { outcome: 'retry', afterMs, why: OWN_LIMIT } : undefined;
    },
    send: (data) =>
      call(async (options) => classified(await event({ data, server: place.server, ...options }))),
    change: (data) =>
      call(async (options) => {
        const parameters: ChangeParameters = { data, server: place.server, ...options };
        // The client's types take it for an alert event.
        return classified(await Reflect.apply(change, undefined, [parameters]));
      }),
  };
}

function classified(answer: unknown): DeliveryResult {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { outcome: 'retry', why: 'not an answer' };
  const { status, data } = parsed.data;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status >= 500) return { outcome: 'retry', why: `HTTP ${status}` };
  const details = [data.message, ...(data.errors ?? [])].filter(Boolean).join('; ');
  const why = `HTTP ${status}: ${details}`;
  const isUnknownKey = status === 403 || /routing.?key/iu.test(details);
  return { outcome: 'reject', why, ...(isUnknownKey && { diagnosis: UNKNOWN_KEY }) };
}

const UNKNOWN_KEY: Diagnosis = {
  concerns: 'address',
  problem: 'it does not know the routing key',
  remedy:
    'The integration or its service was deleted, or the key was mistyped: put the Events API v2 integration key of a service that exists into receivers[].pagerduty[].routing_key.',
};
