import { z } from 'zod';
import type { Retry } from '../adapter.ts';
import type { RestAnswer, RestApi } from './rest-api.ts';

const reference = z.object({ id: z.string() });
const incidentSchema = z.object({
  id: z.string(),
  status: z.enum(['triggered', 'acknowledged', 'resolved']),
  escalation_policy: reference,
  assignments: z.array(z.object({ assignee: reference })).default([]),
});
const listSchema = z.object({ incidents: z.array(incidentSchema) });
const oneSchema = z.object({ incident: incidentSchema });

const alertsSchema = z.object({ alerts: z.array(z.object({ alert_key: z.string() })) });

export type Incident = z.infer<typeof incidentSchema>;

/** Done; or not, because that can't be done or is over; or to be tried again. */
export type Outcome =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'not done'; readonly why: string }
  | Retry;

/**
 * Gives an acknowledged incident back: PagerDuty has no call for that, but assigns it to its own
 * escalation policy again, which calls people from the policy's first level on.
 * @see https://developer.pagerduty.com/api-reference/8a0e1aa2ec666-update-an-incident
 */
export async function giveBack(api: RestApi, key: string): Promise<Outcome> {
  const found = await openIncident(api, key);
  if ('outcome' in found) return found;
  const { id, status, escalation_policy: policy } = found;
  if (status !== 'acknowledged') return { outcome: 'done' };
  const answer = await api.call({
    method: 'PUT',
    endpoint: `incidents/${encodeURIComponent(id)}`,
    data: {
      incident: {
        type: 'incident_reference',
        escalation_policy: { id: policy.id, type: 'escalation_policy_reference' },
      },
    },
  });
  if (answer.outcome !== 'ok') return failed(answer);
  const after = oneSchema.safeParse(answer.data).data?.incident.status;
  return after === 'acknowledged'
    ? { outcome: 'not done', why: 'PagerDuty assigned it anew and keeps it acknowledged' }
    : { outcome: 'done' };
}

/** Writes a note into the incident. */
export async function annotate(api: RestApi, key: string, content: string): Promise<Outcome> {
  const found = await openIncident(api, key);
  if ('outcome' in found) return found;
  const endpoint = `incidents/${encodeURIComponent(found.id)}/notes`;
  const answer = await api.call({ method: 'POST', endpoint, data: { note: { content } } });
  return answer.outcome === 'ok' ? { outcome: 'done' } : failed(answer);
}

/** The keys of the alerts in an incident; undefined when PagerDuty does not say. */
export async function alertKeysOf(
  api: RestApi,
  id: string,
): Promise<readonly string[] | undefined> {
  const endpoint = `incidents/${encodeURIComponent(id)}/alerts`;
  const answer = await api.call({ method: 'GET', endpoint, query: { limit: '100' } });
  if (answer.outcome !== 'ok') return answer.outcome === 'retry' ? undefined : [];
  return alertsSchema.safeParse(answer.data).data?.alerts.map(({ alert_key: key }) => key);
}

/** The incident with a key, the open one before those that are over. */
export async function openIncident(api: RestApi, key: string): Promise<Incident | Outcome> {
  const answer = await api.call({
    method: 'GET',
    endpoint: 'incidents',
    query: { incident_key: key, date_range: 'all' },
  });
  if (answer.outcome !== 'ok') return failed(answer);
  const { incidents } = listSchema.safeParse(answer.data).data ?? { incidents: [] };
  const open = incidents.find(({ status }) => status !== 'resolved') ?? incidents[0];
  return open ?? { outcome: 'not done', why: 'PagerDuty has no such incident' };
}

/** What a call that failed comes to. */
export function failed(answer: Exclude<RestAnswer, { outcome: 'ok' }>): Outcome {
  return answer.outcome === 'retry' ? answer : { outcome: 'not done', why: answer.why };
}
