import type { Severity } from '../../alert/severity.ts';
import type {
  Beginning,
  Incident,
  IncidentGroup,
  IncidentPerson,
} from '../../engine/ports/incidents.ts';
import type { IncidentSettings } from './settings.ts';

/** The longest title; a longer one is a text for the first note. */
export const LONGEST_TITLE = 150;

/** What somebody opens. */
export interface Opening {
  readonly title: string;
  readonly severity: Severity;
  /** Where its card goes where the config names no channel: `#name` or an id. */
  readonly channel: string;
  /** What it is about; absent for one that is opened by hand. */
  readonly group?: IncidentGroup;
  readonly commander?: IncidentPerson;
  readonly isDrill?: true;
}

/**
 * An incident as it begins: known since its alert began firing, or since now. Who is made commander has
 * responded, and so has who acknowledged the alert before.
 *
 * @param now epoch milliseconds
 */
export function openedIncident(
  { title, severity, channel, group, commander, isDrill }: Opening,
  by: IncidentPerson,
  { updateEvery, channel: configured }: IncidentSettings,
  now: number,
): (id: string) => Beginning {
  const every = updateEvery[severity];
  const acknowledgedAt = group?.acknowledged?.at ?? (commander === undefined ? undefined : now);
  const who = { at: now, by: by.name };
  return (id) => {
    const incident: Incident = {
      id,
      title,
      severity,
      status: 'investigating',
      revision: 1,
      ...(isDrill === true && { isDrill }),
      openedAt: now,
      openedBy: by,
      detectedAt: Math.min(now, group?.since ?? now),
      ...(acknowledgedAt !== undefined && { acknowledgedAt }),
      roles: commander === undefined ? {} : { commander },
      groups: group === undefined ? [] : [group],
      channel: configured ?? channel,
      ...(every !== undefined && { updateBy: now + every }),
      entries: [
        { ...who, what: 'opened' },
        ...(group === undefined
          ? []
          : [{ ...who, what: 'attached' as const, group: group.key, title: group.title }]),
        ...(commander === undefined
          ? []
          : [{ ...who, what: 'assigned' as const, role: 'commander' as const, to: commander }]),
      ],
    };
    const details = { title, severity, ...(isDrill === true && { drill: 'true' }) };
    return { incident, deed: { actor: by.actor, action: 'incident-opened', object: id, details } };
  };
}
