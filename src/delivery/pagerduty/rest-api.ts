import { api } from '@pagerduty/pdjs';
import { z } from 'zod';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Caller, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Retry } from '../adapter.ts';
import { createCaller, type Place } from './call.ts';

/** What the REST API answered. */
export type RestAnswer =
  | { readonly outcome: 'ok'; readonly data: unknown }
  | Retry
  | { readonly outcome: 'reject'; readonly why: string };

export interface RestCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Without its first slash, for example `incidents`. */
  readonly endpoint: string;
  /** A body, or the query of a GET. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | string[]>>;
}

/** The REST API v2 of an account. */
export interface RestApi {
  /** Takes a token; undefined when there is one. */
  wait(caller: Caller): Promise<Retry | undefined>;
  call(call: RestCall): Promise<RestAnswer>;
}

export interface RestSettings extends Place {
  /** An API key of the account, or of a user. */
  readonly token: string;
  /** In whose name things are changed: the e-mail address of a user. */
  readonly from: string;
}

/** 960 calls a minute a key; others use it, too. @see https://developer.pagerduty.com/docs/rest-api-rate-limits */
const CALLS_LIMIT = { capacity: 30, perSecond: 8 };

const answerSchema = z.object({ status: z.number(), data: z.unknown() });
const errorSchema = z.object({
  error: z.object({ message: z.string(), errors: z.array(z.string()).default([]) }),
});

/** @param settings its server is the REST API's, for example `api.pagerduty.com` */
export function createRestApi(limiter: RateLimiter, settings: RestSettings): RestApi {
  const { token, from, server } = settings;
  const bucket = { key: `pagerduty-api/${shortHash(token)}`, ...CALLS_LIMIT };
  const call = createCaller(settings);
  const headers = { ...(from !== '' && { From: from }) };
  return {
    async wait(caller) {
      const afterMs = await limiter.take(bucket, caller);
      return afterMs > 0 ? { outcome: 'retry', afterMs, why: OWN_LIMIT } : undefined;
    },
    call: ({ method, endpoint, data, query }) =>
      call(async (options) =>
        classified(
          await api({
            endpoint,
            method,
            token,
            server,
            headers,
            ...(data !== undefined && { data }),
            ...(query !== undefined && { queryParameters: query }),
            ...options,
          }),
        ),
      ),
  };
}

function classified(answer: unknown): RestAnswer {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return { outcome: 'retry', why: 'not an answer' };
  const { status, data } = parsed.data;
  if (status >= 200 && status < 300) return { outcome: 'ok', data };
  if (status >= 500) return { outcome: 'retry', why: `HTTP ${status}` };
  const { error } = errorSchema.safeParse(data).data ?? {};
  const details = error === undefined ? '' : `: ${[error.message, ...error.errors].join('; ')}`;
  return { outcome: 'reject', why: `HTTP ${status}${details}` };
}
