import { Agent } from 'node:https';
import { event } from '@pagerduty/pdjs';
import type { EventPayloadV2 } from '@pagerduty/pdjs/build/src/events.js';
import { z } from 'zod';
import { shortHash } from '../../alert/fingerprint.ts';
import type { RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { Diagnosis } from '../../engine/ports/troubles.ts';
import { OWN_LIMIT, type Adapter, type DeliveryResult, type Steps } from '../adapter.ts';
import { callerOf, saidBy, type DeliveryView } from '../view.ts';
import { actionFor } from './action.ts';
import { dedupKey, renderTrigger } from './render.ts';

export interface PagerDutySettings {
  readonly routingKey: string;
  /** The host of the Events API, for example `events.pagerduty.com`. */
  readonly server: string;
  /** The certificate authority to trust, for a stand-in. */
  readonly ca?: string;
  /** Whether a repeat may open again what a person closed. */
  readonly repage: boolean;
  /** After this long without an answer a call has failed, in milliseconds; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** Shorter than a delivery's lease. */
const CALL_TIMEOUT = 10_000;
/** After "too many"; as long as PagerDuty's own client would wait. */
const RETRY_AFTER_LIMIT = 20_000;
const DETAIL = 20;
/** 120 events a minute an integration key. @see https://developer.pagerduty.com/docs/rate-limiting */
const EVENTS_LIMIT = { capacity: 20, perSecond: 2 };

const answerSchema = z.object({
  status: z.number(),
  data: z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() }),
});

/** Pages through PagerDuty: a trigger when a group fires or grows, a resolve when it is over. */
export function createPagerDutyAdapter(limiter: RateLimiter, settings: PagerDutySettings): Adapter {
  const timeoutMs = settings.timeoutMs ?? CALL_TIMEOUT;
  const bucket = { key: `pagerduty/${shortHash(settings.routingKey)}`, ...EVENTS_LIMIT };
  const agent = new Agent({
    keepAlive: true,
    ...(settings.ca !== undefined && { ca: settings.ca }),
  });

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const step = `trigger ${view.episode}`;
    const end = `resolve ${view.episode}`;
    const mayBeOpen = view.told !== undefined || steps.journal[step] !== undefined;
    // What fires by now gets a page of its own: this one may be closed, and is to be.
    const ended = steps.journal[end];
    const action =
      ended === undefined ? actionFor(view, { repage: settings.repage, mayBeOpen }) : 'resolve';
    if (action === undefined) return { outcome: 'delivered', unasked: true };
    const wait = await limiter.take(bucket, callerOf(view));
    if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
    if (action === 'trigger' && !mayBeOpen) await steps.note(step, { begunAt: steps.now });
    if (action === 'trigger') return send(renderTrigger(view, settings.routingKey));
    if (ended === undefined) await steps.note(end, { begunAt: steps.now, said: saidBy(view) });
    const result = await send(resolution(view, settings.routingKey));
    return result.outcome === 'delivered' && ended?.said !== undefined
      ? { ...result, said: ended.said }
      : result;
  }

  async function send(data: EventPayloadV2): Promise<DeliveryResult> {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = {
      agent: onlyOnce(agent),
      signal,
      redirect: 'error' as const,
      requestTimeout: 0,
      retryTimeout: 0,
    };
    try {
      return classifyAnswer(await event({ data, server: settings.server, ...options }));
    } catch (error) {
      if (error instanceof RateLimited) {
        return { outcome: 'retry', afterMs: RETRY_AFTER_LIMIT, why: error.message };
      }
      const why = error instanceof Error ? error.message : String(error);
      return { outcome: 'retry', why: signal.aborted ? 'no answer in time' : why };
    }
  }

  return { detail: DETAIL, deliver };
}

function resolution(view: DeliveryView, routingKey: string): EventPayloadV2 {
  const { payload } = renderTrigger(view, routingKey);
  return { routing_key: routingKey, event_action: 'resolve', dedup_key: dedupKey(view), payload };
}

function classifyAnswer(answer: unknown): DeliveryResult {
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

class RateLimited extends Error {
  override readonly message = 'rate limited';
}

/**
 * PagerDuty's client keeps a 429 to itself, waits, and asks again; that it asks again (redirects are
 * refused) is how we know. It asks for the agent before it calls: the second call is never made.
 */
function onlyOnce(agent: Agent): () => Agent {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls > 1) throw new RateLimited();
    return agent;
  };
}
