import { z } from 'zod';
import type { Duty } from '../../engine/ports/on-call.ts';
import type { RestApi } from './rest-api.ts';

/** What is asked about is a moment; PagerDuty wants a span, in milliseconds. */
const SPAN = 60_000;

const timeSchema = z
  .string()
  .nullish()
  .transform((text) => (typeof text === 'string' ? Date.parse(text) : undefined));

const answerSchema = z.object({
  oncalls: z.array(
    z.object({
      user: z.object({
        id: z.string(),
        name: z.string().optional(),
        summary: z.string().nullish(),
        email: z.string().optional(),
      }),
      start: timeSchema,
      end: timeSchema,
    }),
  ),
});

/**
 * Who is on call on a PagerDuty schedule at a moment (epoch milliseconds).
 *
 * @throws Error in words when PagerDuty does not say
 * @see https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls
 */
export async function onCallInPagerDuty(
  api: RestApi,
  id: string,
  at: number,
): Promise<readonly Omit<Duty, 'schedule'>[]> {
  const answer = await api.call({
    method: 'GET',
    endpoint: 'oncalls',
    query: {
      'schedule_ids[]': [id],
      'include[]': ['users'],
      since: new Date(at).toISOString(),
      until: new Date(at + SPAN).toISOString(),
      limit: '100',
    },
  });
  const parsed = answer.outcome === 'ok' ? answerSchema.safeParse(answer.data) : undefined;
  if (parsed?.success !== true) {
    const why = answer.outcome === 'ok' ? 'not an answer' : answer.why;
    throw new Error(`PagerDuty does not say who is on call: ${why}`);
  }
  const now = parsed.data.oncalls.filter(
    ({ start = at, end = Number.POSITIVE_INFINITY }) => start <= at && at < end,
  );
  // Of somebody who stands in several escalation policies it is said for each.
  const byUser = new Map(now.map((one) => [one.user.id, one]));
  return [...byUser.values()].map(({ user, end }) => ({
    name: user.name ?? user.summary ?? user.id,
    ...(user.email !== undefined && { email: user.email }),
    ...(end !== undefined && { until: end }),
  }));
}
