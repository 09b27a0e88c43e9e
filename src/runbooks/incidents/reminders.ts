import { isRunning, type Incident, type IncidentEntry } from '../../engine/ports/incidents.ts';
import { withChange } from './changed.ts';
import { isUpdateLate } from './response.ts';
import type { IncidentSettings } from './settings.ts';

/** Of the response time, how much nobody may be commander before people are told. */
const LEADERLESS = 1 / 3;

/**
 * An incident with the reminder that is due, if one is: once a status update is, and each time twice as long
 * after the one before; and once when nobody is commander for a third of the response time.
 *
 * @param now epoch milliseconds
 */
export function reminded(
  incident: Incident,
  settings: IncidentSettings,
  now: number,
): Incident | undefined {
  if (!isRunning(incident)) return undefined;
  const of = isUpdateDue(incident, settings, now)
    ? 'update'
    : isCommanderDue(incident, settings, now)
      ? 'commander'
      : undefined;
  if (of === undefined) return undefined;
  return withChange(incident, { own: {}, entry: { what: 'reminded', of } }, { at: now });
}

function isUpdateDue(incident: Incident, { updateEvery }: IncidentSettings, now: number): boolean {
  const { updateBy, entries, severity } = incident;
  const every = updateEvery[severity];
  // By the config of today nobody may be asked for one any more.
  if (every === undefined || updateBy === undefined || !isUpdateLate(incident, now)) return false;
  const before = entries.filter((one) => isReminder(one, 'update') && one.at >= updateBy).length;
  return now >= updateBy + every * (2 ** before - 1);
}

function isCommanderDue(
  { roles, entries, openedAt, severity }: Incident,
  { responseTimes }: IncidentSettings,
  now: number,
): boolean {
  if (roles.commander !== undefined) return false;
  const since =
    entries.findLast(
      (one) => one.what === 'reopened' || (one.what === 'assigned' && one.role === 'commander'),
    )?.at ?? openedAt;
  const wasReminded = entries.some((one) => isReminder(one, 'commander') && one.at >= since);
  return !wasReminded && now >= since + responseTimes[severity] * LEADERLESS;
}

function isReminder(entry: IncidentEntry, of: 'update' | 'commander'): boolean {
  return entry.what === 'reminded' && entry.of === of;
}
