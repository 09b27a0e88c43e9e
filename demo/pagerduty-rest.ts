import { z } from 'zod';
import type { Answer } from './faults.ts';
import type { Agent, Incident, IncidentBook } from './pagerduty-incidents.ts';

/** Somebody who is on call now. */
export interface OnCallEntry {
  readonly schedule: string;
  /** Of the escalation policy that there is; 1 unless told. */
  readonly level?: number;
  readonly name: string;
  readonly email: string;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
}

/** What the REST API of the stand-in knows besides the incidents. */
export interface RestWorld {
  readonly book: IncidentBook;
  /** The key that is asked for; without one none is. */
  readonly token: string | undefined;
  readonly onCall: readonly OnCallEntry[];
  readonly now: () => number;
}

export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const putSchema = z.object({
  incident: z.object({
    type: z.enum(['incident', 'incident_reference']),
    status: z.enum(['acknowledged', 'resolved']).optional(),
    escalation_level: z.number().int().positive().optional(),
    escalation_policy: z
      .object({ id: z.string(), type: z.literal('escalation_policy_reference') })
      .optional(),
  }),
});
const noteSchema = z.object({ note: z.object({ content: z.string().min(1) }) });

const POLICY = { id: 'PPOLICY', type: 'escalation_policy_reference', summary: 'Default' };

/**
 * Answers a call to the REST API, as far as the bot uses it; undefined for what is none of it.
 *
 * Source: https://developer.pagerduty.com/api-reference/
 */
export function answerRest(request: RestRequest, world: RestWorld): Answer | undefined {
  const { method, url } = request;
  const [, resource, id, part] = url.pathname.split('/');
  if (resource !== 'incidents' && resource !== 'oncalls') return undefined;
  if (!isKnown(request, world)) return refusal(401, 'Unauthorized', []);
  if (resource === 'oncalls') return method === 'GET' ? ok(onCalls(url, world)) : undefined;
  if (id === undefined) return method === 'GET' ? ok({ incidents: found(url, world) }) : undefined;
  const incident = world.book.incidents().find((one) => one.id === id);
  if (incident === undefined) return refusal(404, 'Not Found', []);
  if (method === 'GET' && part === 'alerts') {
    return ok({ alerts: [{ id: incident.id, alert_key: incident.dedupKey }] });
  }
  if (method === 'PUT' && part === undefined) return put(incident, request, world);
  if (method === 'POST' && part === 'notes') return addNote(incident, request, world);
  return undefined;
}

function isKnown({ headers }: RestRequest, { token }: RestWorld): boolean {
  return token === undefined || headers['authorization'] === `Token token=${token}`;
}

function found(url: URL, { book }: RestWorld): readonly object[] {
  const key = url.searchParams.get('incident_key');
  return book
    .incidents()
    .filter(({ dedupKey }) => dedupKey === key)
    .map(incidentJson);
}

function put(incident: Incident, request: RestRequest, world: RestWorld): Answer {
  const { book, now } = world;
  const agent = caller(request);
  if (agent === undefined) return refusal(400, 'Requester User Not Found', []);
  const parsed = putSchema.safeParse(jsonOf(request.body));
  if (!parsed.success) return refusal(400, 'Invalid Input Provided', ['incident is invalid']);
  const { status, escalation_policy: policy, escalation_level: level } = parsed.data.incident;
  const given = policy === undefined ? level : 1;
  const giving = policy === undefined ? 'escalate' : 'reassign';
  const action = given === undefined ? ACTIONS[status ?? 'acknowledged'] : giving;
  const name = world.onCall.find((one) => (one.level ?? 1) === given)?.name;
  const content = name === undefined ? {} : { content: name };
  const changed = book.act(incident.number, { action, agent, at: now(), ...content });
  if (changed === undefined) return refusal(400, 'Bad Request', ['Incident Already Resolved']);
  return ok({ incident: incidentJson(changed) });
}

const ACTIONS = { acknowledged: 'acknowledge', resolved: 'resolve' } as const;

function addNote(incident: Incident, request: RestRequest, { book, now }: RestWorld): Answer {
  const agent = caller(request);
  if (agent === undefined) return refusal(400, 'Requester User Not Found', []);
  const parsed = noteSchema.safeParse(jsonOf(request.body));
  if (!parsed.success) return refusal(400, 'Invalid Input Provided', ['note is invalid']);
  const { content } = parsed.data.note;
  book.act(incident.number, { action: 'note', agent, at: now(), content });
  return { ...ok({ note: { content } }), status: 201 };
}

/** The person in whose name something is changed. */
function caller({ headers }: RestRequest): Agent | undefined {
  const from = headers['from'];
  if (typeof from !== 'string' || from === '') return undefined;
  return { id: 'PFROM01', type: 'user_reference', summary: from };
}

function incidentJson({ id, number, status, dedupKey, summary, assignees }: Incident): object {
  return {
    id,
    type: 'incident',
    incident_number: number,
    status,
    incident_key: dedupKey,
    title: summary,
    escalation_policy: POLICY,
    assignments: assignees.map((name) => ({
      assignee: { id: userId(name), type: 'user_reference', summary: name },
    })),
  };
}

function userId(name: string): string {
  return `P${name.toUpperCase().replaceAll(/\W/g, '')}`;
}

function onCalls(url: URL, { onCall, now }: RestWorld): object {
  const schedules = new Set(url.searchParams.getAll('schedule_ids[]'));
  const isOfPolicy = url.searchParams.getAll('escalation_policy_ids[]').includes(POLICY.id);
  const since = Date.parse(url.searchParams.get('since') ?? '') || now();
  const until = Date.parse(url.searchParams.get('until') ?? '') || since;
  const shown = onCall.filter(
    ({ schedule, start, end }) =>
      (isOfPolicy || schedules.has(schedule)) && start <= until && since < end,
  );
  return {
    oncalls: shown.map(({ schedule, name, email, level = 1, start, end }) => ({
      user: { id: userId(name), type: 'user', name, email },
      schedule: { id: schedule, type: 'schedule_reference', summary: schedule },
      escalation_policy: POLICY,
      escalation_level: level,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    })),
    limit: 100,
    offset: 0,
    more: false,
    total: null,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ok(value: object): Answer {
  return { status: 200, body: JSON.stringify(value) };
}

function refusal(status: number, message: string, errors: readonly string[]): Answer {
  return { status, body: JSON.stringify({ error: { code: 2001, message, errors } }) };
}
