import { z } from 'zod';
import type { OutcomeEvent } from '../../engine/event.ts';
import type { Retry, Steps } from '../adapter.ts';
import { failed, openIncident, type Incident, type Outcome } from './incident.ts';
import type { RestApi } from './rest-api.ts';

const levelsSchema = z.object({
  oncalls: z.array(z.object({ user: z.object({ id: z.string() }), escalation_level: z.number() })),
});
const afterSchema = z.object({
  incident: z.object({
    status: z.string(),
    assignments: z.array(z.object({ assignee: z.object({ summary: z.string() }) })).default([]),
  }),
});

/** What came of it: whom PagerDuty calls now, or why nobody; and how it takes the incident. */
export type CalledNext =
  | {
      readonly outcome: 'done';
      readonly called: NonNullable<OutcomeEvent['called']>;
      readonly incident?: 'open' | 'acknowledged';
    }
  | Retry;

/**
 * Escalates an incident to the next level of its escalation policy: that after the one at which those are
 * on call who have it to do, the first where it went to somebody else. Which level that is, is written down
 * before: tried again, it goes no further.
 *
 * @param step the journal's
 * @see https://developer.pagerduty.com/api-reference/8a0e1aa2ec666-update-an-incident `escalation_level`
 */
export async function callNext(
  api: RestApi,
  key: string,
  step: string,
  { journal, note, now }: Steps,
): Promise<CalledNext> {
  const incident = await openIncident(api, key);
  if ('outcome' in incident) return notCalled(incident);
  if (incident.status === 'resolved') return nobody('it is closed there');
  const known = Number(journal[step]?.result?.['level']);
  const level = known > 0 ? known : await levelAfter(api, incident);
  if (level === undefined) return nobody('it is at the last level of its escalation policy');
  if (typeof level !== 'number') return notCalled(level);
  await note(step, { begunAt: now, result: { level: String(level) } });
  const answer = await api.call({
    method: 'PUT',
    endpoint: `incidents/${encodeURIComponent(incident.id)}`,
    data: { incident: { type: 'incident_reference', escalation_level: level } },
  });
  if (answer.outcome !== 'ok') return notCalled(failed(answer));
  const after = afterSchema.safeParse(answer.data).data?.incident;
  const to = after?.assignments.map(({ assignee }) => assignee.summary) ?? [];
  const isTaken = after?.status === 'acknowledged';
  return { outcome: 'done', called: { to }, incident: isTaken ? 'acknowledged' : 'open' };
}

/** Undefined where there is none. */
async function levelAfter(
  api: RestApi,
  { escalation_policy: policy, assignments }: Incident,
): Promise<number | undefined | Outcome> {
  const answer = await api.call({
    method: 'GET',
    endpoint: 'oncalls',
    query: { 'escalation_policy_ids[]': [policy.id], limit: '100' },
  });
  if (answer.outcome !== 'ok') return failed(answer);
  const { oncalls } = levelsSchema.safeParse(answer.data).data ?? { oncalls: [] };
  const theirs = new Set(assignments.map(({ assignee }) => assignee.id));
  const reached = oncalls.filter(({ user }) => theirs.has(user.id));
  const level = Math.min(...reached.map((one) => one.escalation_level));
  const now = Number.isFinite(level) ? level : 0;
  const above = oncalls.map((one) => one.escalation_level).filter((one) => one > now);
  return above.length === 0 ? undefined : Math.min(...above);
}

function notCalled(outcome: Outcome): CalledNext {
  if (outcome.outcome === 'retry') return outcome;
  return nobody(outcome.outcome === 'not done' ? outcome.why : 'PagerDuty does not say why');
}

function nobody(why: string): CalledNext {
  return { outcome: 'done', called: { why } };
}
