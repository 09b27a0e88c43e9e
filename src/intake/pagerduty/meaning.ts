import { visible, visibleName } from '../../alert/visible.ts';
import type { Acceptance } from '../../engine/ports/inbox.ts';
import type { PagerDutyIncident } from '../../engine/ports/pagerduty-incidents.ts';
import type { PagerDutyMessage } from './message.ts';

/** So much of a note is kept. */
const MAX_NOTE = 1_000;

/** So many of those who have an incident to do are named. */
const MAX_ASSIGNEES = 10;

/** What the bot did itself is told of soon, in milliseconds: after so long it was somebody else. */
const ECHO_WITHIN = 60_000;

/** Who does what nobody did. */
const PAGERDUTY = 'PagerDuty';

/**
 * What a message asks of the group that the incident is of; undefined when it asks nothing. What a person
 * did there was done here. Whom it was given to is said, whoever did that. What else comes without one is mostly our own word coming back: it only says how
 * PagerDuty takes the incident. But that an acknowledgement's time is over counts for us, too.
 */
export function meaningOf(
  { type, at, person, status, assignees, note }: PagerDutyMessage,
  { group, integration, episode }: PagerDutyIncident,
  { traceId, isEcho }: { readonly traceId: string; readonly isEcho: boolean },
): Acceptance['event'] | undefined {
  const through = { integration, episode, at };
  const by = visibleName(person?.name ?? PAGERDUTY) || PAGERDUTY;
  const actor = `pagerduty:${person?.id ?? 'service'}`;
  const asked = { traceId, group, by, actor, through };
  const heard = { type: 'heard', traceId, group, through } as const;
  switch (type) {
    case 'incident.acknowledged':
      return person ? { type: 'acknowledge', ...asked } : { ...heard, incident: 'acknowledged' };
    case 'incident.resolved':
      return person ? { type: 'resolve', ...asked } : { ...heard, incident: 'resolved' };
    case 'incident.unacknowledged':
      return { type: 'unacknowledge', ...asked };
    case 'incident.reassigned':
    case 'incident.delegated':
    case 'incident.escalated':
      if (status !== 'triggered' && status !== 'acknowledged') return undefined;
      if (isEcho) return { ...heard, incident: INCIDENT[status] };
      return {
        ...heard,
        type: 'assigned',
        how: type === 'incident.escalated' ? 'escalated' : 'reassigned',
        to: assignees.flatMap((one) => visibleName(one) || []).slice(0, MAX_ASSIGNEES),
        place: PAGERDUTY,
        incident: INCIDENT[status],
        actor,
        ...(person !== undefined && { by }),
      };
    case 'incident.annotated':
      if (note === undefined || isOwn(note)) return undefined;
      return { type: 'note', ...asked, text: visible(note).slice(0, MAX_NOTE).toWellFormed() };
    case 'incident.reopened':
      return { ...heard, incident: 'open' };
    default:
      return undefined;
  }
}

const INCIDENT = { triggered: 'open', acknowledged: 'acknowledged' } as const;

/** Whether it may be the bot that gave the incident to others: PagerDuty names the user in whose name it did. */
export function isOurs(
  { at }: PagerDutyMessage,
  { assignedAt = Number.NEGATIVE_INFINITY }: PagerDutyIncident,
): boolean {
  return Math.abs(at - assignedAt) < ECHO_WITHIN;
}

/** The bot's own notes end so, by whomever they were asked for. */
function isOwn(note: string): boolean {
  return note.endsWith(' (Tocsin)');
}
