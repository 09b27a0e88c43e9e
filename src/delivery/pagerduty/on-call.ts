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
      escalation_level: z.number().optional(),
    }),
  ),
});

/** What PagerDuty is asked about: a schedule, or an escalation policy with all its levels. */
export type OnCallSource = { readonly schedule: string } | { readonly escalationPolicy: string };

/**
 * Who is on call at a moment (epoch milliseconds): on a schedule, or by an escalation policy, whoever is
 * called first coming first.
 *
 * @throws Error in words when PagerDuty does not say
 * @see https://developer.pagerduty.com/api-reference/3a6b910f11050-list-all-of-the-on-calls
 */
export async function onCallInPagerDuty(
  api: RestApi,
  source: OnCallSource,
  at: number,
): Promise<readonly Omit<Duty, 'schedule'>[]> {
  const answer = await api.call({
    method: 'GET',
    endpoint: 'oncalls',
    query: {
      ...('schedule' in source
        ? { 'schedule_ids[]': [source.schedule] }
        : { 'escalation_policy_ids[]': [source.escalationPolicy] }),
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
  const now = parsed.data.oncalls
    .filter(({ start = at, end = Number.POSITIVE_INFINITY }) => start <= at && at < end)
    .toSorted((a, b) => (a.escalation_level ?? 0) - (b.escalation_level ?? 0));
  // Of somebody who stands in several policies, or levels, it is said for each: the first counts.
  const byUser = new Map(now.toReversed().map((one) => [one.user.id, one]));
  const first = now.filter((one) => byUser.get(one.user.id) === one);
  return first.map(({ user, end, escalation_level: level }) => ({
    name: user.name ?? user.summary ?? user.id,
    ...(user.email !== undefined && { email: user.email }),
    ...('escalationPolicy' in source && level !== undefined && { level }),
    ...(end !== undefined && { until: end }),
  }));
}
