import type { Groups } from '../../engine/ports/groups.ts';
import type { Incident, IncidentGroup, Incidents } from '../../engine/ports/incidents.ts';
import { seenGroup } from '../../handlers/incidents/seen-group.ts';
import { withGroupsSeen } from '../../runbooks/incidents/groups-seen.ts';
import { drillEnded } from '../../runbooks/incidents/drill.ts';
import { reminded } from '../../runbooks/incidents/reminders.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';

interface Parts {
  readonly incidents: Pick<Incidents, 'change'>;
  readonly groups: Pick<Groups, 'find'>;
  readonly settings: IncidentSettings;
}

/**
 * Writes down how the alerts of an incident stand by now, and which reminder is due: each once, whoever looks.
 * A drill that nobody ended ends by itself. What somebody changed meanwhile is looked at the next time.
 *
 * @param now epoch milliseconds
 */
export async function keepTrue(
  incident: Incident,
  { incidents, groups, settings }: Parts,
  now: number,
): Promise<Incident> {
  const seen = new Map<string, IncidentGroup | undefined>();
  for (const { key } of incident.groups) {
    const whole = await groups.find(key);
    seen.set(key, whole && seenGroup(whole, now));
  }
  const known = await changed(withGroupsSeen(incident, seen, now), incident);
  const running = await changed(drillEnded(known, now), known);
  return changed(reminded(running, settings, now), running);

  async function changed(next: Incident | undefined, before: Incident): Promise<Incident> {
    return next !== undefined && (await incidents.change(next)) ? next : before;
  }
}
