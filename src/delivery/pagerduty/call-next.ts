import { z } from 'zod';
import type { OutcomeEvent } from '../../engine/event.ts';
import type { Retry, Steps } from '../adapter.ts';
import { failed, incidentSchema, openIncident, type Incident, type Outcome } from './incident.ts';
import type { RestApi } from './rest-api.ts';

const levelsSchema = z.object({
  oncalls: z.array(z.object({ user: z.object({ id: z.string() }), escalation_level: z.number() })),
});
const afterSchema = z.object({
  incident: incidentSchema.pick({ status: true, assignments: true }),
});

/** The journal's step: the same until an outcome is recorded, whatever else comes meanwhile. */
const STEP = 'call';

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
 * before: tried again, it goes no further, and calls nobody a second time.
 *
 * @see https://developer.pagerduty.com/api-reference/8a0e1aa2ec666-update-an-incident `escalation_level`
 */
export async function callNext(
  api: RestApi,
  key: string,
  { journal, note, now }: Steps,
): Promise<CalledNext> {
  const incident = await openIncident(api, key);
  if ('outcome' in incident) return notCalled(incident);
  if (incident.status === 'resolved') return nobody('it is closed there');
  const levels = await levelsOf(api, incident);
  if ('outcome' in levels) return notCalled(levels);
  const begun = Number(journal[STEP]?.result?.['level']);
  if (levels.now >= begun) return called(incident);
  const level = begun > 0 ? begun : levels.next;
  if (level === undefined) return nobody('it is at the last level of its escalation policy');
  await note(STEP, { begunAt: now, result: { level: String(level) } });
  const answer = await api.call({
    method: 'PUT',
    endpoint: `incidents/${encodeURIComponent(incident.id)}`,
    data: { incident: { type: 'incident_reference', escalation_level: level } },
  });
  if (answer.outcome !== 'ok') return notCalled(failed(answer));
  return called(afterSchema.safeParse(answer.data).data?.incident);
}

/** By what an incident is like once the next are called. */
function called({ status, assignments = [] }: Partial<CalledIncident> = {}): CalledNext {
  const to = assignments.map(({ assignee }) => assignee.summary).filter((name) => name !== '');
  const incident = status === 'acknowledged' ? 'acknowledged' : 'open';
  return { outcome: 'done', called: { to }, incident };
}

type CalledIncident = Pick<Incident, 'status' | 'assignments'>;

/** At which level those are who have it to do, 0 for none, and which is the next, where there is one. */
async function levelsOf(
  api: RestApi,
  { escalation_policy: policy, assignments }: Incident,
): Promise<{ readonly now: number; readonly next?: number } | Outcome> {
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
  return { now, ...(above.length > 0 && { next: Math.min(...above) }) };
}

function notCalled(outcome: Outcome): CalledNext {
  if (outcome.outcome === 'retry') return outcome;
  return nobody(outcome.outcome === 'not done' ? outcome.why : 'PagerDuty does not say why');
}

function nobody(why: string): CalledNext {
  return { outcome: 'done', called: { why } };
}
