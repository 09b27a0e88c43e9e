import { randomUUID } from 'node:crypto';
import type { AlertEvent, AlertSeverity } from './pagerduty-events.ts';

export interface IncidentEntry {
  /** Milliseconds. */
  readonly at: number;
  readonly action: AlertEvent['event_action'];
  /** What the event said, where it said anything. */
  readonly summary: string | undefined;
  readonly severity: AlertSeverity | undefined;
}

export interface Incident {
  /** Counts up from 1. */
  readonly number: number;
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  /** Of the event that opened it, as PagerDuty keeps it. */
  readonly summary: string;
  /** Of the last event that named one. */
  readonly severity: AlertSeverity;
  readonly source: string;
  readonly client: string | undefined;
  readonly clientUrl: string | undefined;
  readonly links: readonly { readonly href: string; readonly text?: string | undefined }[];
  readonly details: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly openedAt: number;
  readonly resolvedAt: number | undefined;
  readonly timeline: readonly IncidentEntry[];
}

export interface IncidentBook {
  /** Takes an event in, and returns its `dedup_key`, made up when it had none. */
  readonly record: (event: AlertEvent, at: number) => string;
  /** The newest first. */
  readonly incidents: () => readonly Incident[];
}

/**
 * Incidents as PagerDuty keeps them, by routing key and `dedup_key`: a trigger opens one or joins
 * the open one; a trigger after a resolve opens a new one; acknowledging or resolving what is not
 * open is accepted and changes nothing; a trigger does not take an acknowledgement back.
 *
 * Source: https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function createIncidentBook(): IncidentBook {
  const all: Incident[] = [];

  const change = (incident: Incident, changes: Partial<Incident>): void => {
    all[incident.number - 1] = { ...incident, ...changes };
  };

  return {
    incidents: () => all.toReversed(),
    record: (event, at) => {
      const dedupKey = event.dedup_key ?? randomUUID().replaceAll('-', '');
      const open = all.findLast(
        (incident) =>
          incident.routingKey === event.routing_key &&
          incident.dedupKey === dedupKey &&
          incident.status !== 'resolved',
      );
      const entry: IncidentEntry = {
        at,
        action: event.event_action,
        summary: event.payload?.summary,
        severity: event.payload?.severity,
      };
      if (open === undefined) {
        if (event.event_action === 'trigger') {
          all.push({
            number: all.length + 1,
            routingKey: event.routing_key,
            dedupKey,
            status: 'triggered',
            summary: event.payload.summary,
            severity: event.payload.severity,
            source: event.payload.source,
            client: event.client,
            clientUrl: event.client_url,
            links: event.links ?? [],
            details: event.payload.custom_details ?? {},
            openedAt: at,
            resolvedAt: undefined,
            timeline: [entry],
          });
        }
        return dedupKey;
      }
      const timeline = [...open.timeline, entry];
      switch (event.event_action) {
        case 'trigger':
          change(open, { timeline, severity: event.payload.severity });
          break;
        case 'acknowledge':
          change(open, { timeline, status: 'acknowledged' });
          break;
        case 'resolve':
          change(open, { timeline, status: 'resolved', resolvedAt: at });
          break;
      }
      return dedupKey;
    },
  };
}
