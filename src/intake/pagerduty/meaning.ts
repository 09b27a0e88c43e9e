import { visible, visibleName } from '../../alert/visible.ts';
import type { Acceptance } from '../../engine/ports/inbox.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { PagerDutyMessage } from './message.ts';

/** So much of a note is kept. */
const MAX_NOTE = 1_000;

/** Who does what nobody did. */
const PAGERDUTY = 'PagerDuty';

/**
 * What a message asks of the group that the incident is of; undefined when it asks nothing. What a person
 * did there was done here. What comes without one is mostly our own word coming back: it only says how
 * PagerDuty takes the incident. But that an acknowledgement's time is over counts for us, too.
 */
export function meaningOf(
  { type, at, person, status, note }: PagerDutyMessage,
  { group, integration, episode }: Incident,
  traceId: string,
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
      if (status !== 'triggered') return undefined;
      return person ? { type: 'unacknowledge', ...asked } : { ...heard, incident: 'open' };
    case 'incident.annotated':
      if (note === undefined || isOwn(note)) return undefined;
      return { type: 'note', ...asked, text: visible(note).slice(0, MAX_NOTE).toWellFormed() };
    case 'incident.reopened':
      return { ...heard, incident: 'open' };
    default:
      return undefined;
  }
}

/** The bot's own notes end so, by whomever they were asked for. */
function isOwn(note: string): boolean {
  return note.endsWith(' (Tocsin)');
}
