import { randomUUID } from 'node:crypto';
import type { AlertEvent, AlertSeverity } from './pagerduty-events.ts';

/** Who did something: a person, or the integration whose events are sent. */
export interface Agent {
  readonly id: string;
  readonly type: 'user_reference' | 'inbound_integration_reference';
  readonly summary: string;
}

/** Who has an incident to do that nobody was given yet. */
export const FIRST_CALLED = 'Olga Oncall';

/** What is sent with the routing key. */
export const INTEGRATION: Agent = {
  id: 'PINTEG1',
  type: 'inbound_integration_reference',
  summary: 'Events API V2',
};

export type IncidentAction =
  | AlertEvent['event_action']
  | 'unacknowledge'
  | 'reassign'
  | 'escalate'
  | 'note';

export interface IncidentEntry {
  /** Milliseconds. */
  readonly at: number;
  readonly action: IncidentAction;
  /** What the event, or the note, said, where it said anything. */
  readonly summary: string | undefined;
  readonly severity: AlertSeverity | undefined;
  /** The person who did it. */
  readonly by?: string;
}

export interface Incident {
  /** Counts up from 1. */
  readonly number: number;
  /** As PagerDuty's REST API and webhooks name it. */
  readonly id: string;
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  /** Of the event that opened it, as PagerDuty keeps it. */
  readonly summary: string;
  /** Of the last event that named one. */
  readonly severity: AlertSeverity;
  readonly source: string;
  /** The names of those who have it to do. */
  readonly assignees: readonly string[];
  readonly client: string | undefined;
  readonly clientUrl: string | undefined;
  readonly links: readonly { readonly href: string; readonly text?: string | undefined }[];
  readonly details: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly openedAt: number;
  readonly resolvedAt: number | undefined;
  readonly timeline: readonly IncidentEntry[];
}

/** What somebody does to an incident there, or through the REST API. */
export interface Act {
  readonly action: Exclude<IncidentAction, 'trigger'>;
  readonly agent: Agent;
  /** Milliseconds. */
  readonly at: number;
  /** What a note says; the name of whom it is given to. */
  readonly content?: string;
}

/** Something that changed an incident: webhooks tell of it. */
export interface Happening extends Omit<Act, 'action'> {
  readonly action: IncidentAction;
  readonly incident: Incident;
}

export interface IncidentBook {
  /** Takes an event in, and returns its `dedup_key`, made up when it had none. */
  readonly record: (event: AlertEvent, at: number) => string;
  /** Does something to the incident with a number; undefined when that can't be. */
  readonly act: (number: number, act: Act) => Incident | undefined;
  /** The newest first. */
  readonly incidents: () => readonly Incident[];
}

/**
 * Incidents as PagerDuty keeps them, by routing key and `dedup_key`: a trigger opens one or joins
 * the open one; a trigger after a resolve opens a new one; acknowledging or resolving what is not
 * open is accepted and changes nothing; a trigger does not take an acknowledgement back. Assigning it
 * anew does.
 *
 * Source: https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function createIncidentBook(tell: (happening: Happening) => void = () => {}): IncidentBook {
  const all: Incident[] = [];

  function change(incident: Incident, entry: IncidentEntry, changes: Partial<Incident>): Incident {
    const changed = { ...incident, ...changes, timeline: [...incident.timeline, entry] };
    all[incident.number - 1] = changed;
    return changed;
  }

  function act(number: number, { action, agent, at, content }: Act): Incident | undefined {
    const incident = all[number - 1];
    if (incident === undefined) return undefined;
    const changes = changesOf({ action, at, content }, incident);
    if (changes === undefined) return undefined;
    const by = agent.type === 'user_reference' ? { by: agent.summary } : {};
    const entry = { at, action, summary: content, severity: undefined, ...by };
    const changed = change(incident, entry, changes);
    // What changes nothing is written down, and nobody is told.
    if (changed.status !== incident.status || action === 'note' || agent !== INTEGRATION) {
      tell({ action, agent, at, incident: changed, ...(content !== undefined && { content }) });
    }
    return changed;
  }

  function record(event: AlertEvent, at: number): string {
    const dedupKey = event.dedup_key ?? randomUUID().replaceAll('-', '');
    const open = all.findLast(
      (incident) =>
        incident.routingKey === event.routing_key &&
        incident.dedupKey === dedupKey &&
        incident.status !== 'resolved',
    );
    const summary = event.payload?.summary;
    const entry = { at, action: event.event_action, summary, severity: event.payload?.severity };
    if (event.event_action !== 'trigger') {
      if (open !== undefined) {
        act(open.number, { action: event.event_action, agent: INTEGRATION, at });
      }
    } else if (open === undefined) {
      const incident = opened(event, dedupKey, all.length + 1, entry);
      all.push(incident);
      tell({ action: 'trigger', agent: INTEGRATION, at, incident });
    } else change(open, entry, { severity: event.payload.severity });
    return dedupKey;
  }

  return { incidents: () => all.toReversed(), act, record };
}

/** What an act makes of an incident; undefined when it can't be done. */
function changesOf(
  { action, at, content }: Pick<Act, 'action' | 'at'> & { readonly content: string | undefined },
  { status }: Incident,
): Partial<Incident> | undefined {
  if (action === 'note') return {};
  if (status === 'resolved') return undefined;
  switch (action) {
    case 'acknowledge':
      return { status: 'acknowledged' };
    case 'unacknowledge':
      return status === 'acknowledged' ? { status: 'triggered' } : undefined;
    case 'reassign':
    case 'escalate':
      return { status: 'triggered', ...(content !== undefined && { assignees: [content] }) };
    case 'resolve':
      return { status: 'resolved', resolvedAt: at };
  }
}

function opened(
  event: Extract<AlertEvent, { event_action: 'trigger' }>,
  dedupKey: string,
  number: number,
  entry: IncidentEntry,
): Incident {
  return {
    number,
    id: `PINC${String(number).padStart(4, '0')}`,
    routingKey: event.routing_key,
    dedupKey,
    status: 'triggered',
    summary: event.payload.summary,
    severity: event.payload.severity,
    source: event.payload.source,
    assignees: [FIRST_CALLED],
    client: event.client,
    clientUrl: event.client_url,
    links: event.links ?? [],
    details: event.payload.custom_details ?? {},
    openedAt: entry.at,
    resolvedAt: undefined,
    timeline: [entry],
  };
}
