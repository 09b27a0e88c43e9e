import { isDigest } from '../../alert/group.ts';
import type { Groups, WholeGroup } from '../../engine/ports/groups.ts';
import type { Incident, IncidentGroup, Incidents } from '../../engine/ports/incidents.ts';
import { seenGroup } from '../../handlers/incidents/seen-group.ts';
import { withGroupsFollowed, withGroupsSeen } from '../../runbooks/incidents/groups-seen.ts';
import { drillEnded } from '../../runbooks/incidents/drill.ts';
import { reminded } from '../../runbooks/incidents/reminders.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';

interface Parts {
  readonly incidents: Pick<Incidents, 'change'>;
  readonly groups: Pick<Groups, 'find'>;
  readonly settings: IncidentSettings;
}

/**
 * Writes down how the alerts of an incident stand by now, also those that moved into another group, and which reminder
 * is due: each once, whoever looks. A drill that nobody ended ends by itself. What somebody changed meanwhile is looked at the next time.
 *
 * @param now epoch milliseconds
 */
export async function keepTrue(
  incident: Incident,
  { incidents, groups, settings }: Parts,
  now: number,
): Promise<Incident> {
  const seen = new Map<string, IncidentGroup | undefined>();
  const others = new Set<string>();
  for (const { key } of incident.groups) {
    const whole = await groups.find(key);
    seen.set(key, whole && seenGroup(whole, now));
    for (const other of movedFrom(whole)) others.add(other);
  }
  const moved: IncidentGroup[] = [];
  for (const key of others) {
    const whole = await groups.find(key);
    if (whole !== undefined && !isDigest(whole.group)) moved.push(seenGroup(whole, now));
  }
  const all = await changed(withGroupsFollowed(incident, moved, now), incident);
  for (const group of moved) seen.set(group.key, group);
  const known = await changed(withGroupsSeen(all, seen, now), all);
  const running = await changed(drillEnded(known, now), known);
  return changed(reminded(running, settings, now), running);

  async function changed(next: Incident | undefined, before: Incident): Promise<Incident> {
    return next !== undefined && (await incidents.change(next)) ? next : before;
  }
}

/** The groups to which alerts of one moved; those of a digest have nothing but their route in common. */
function movedFrom(whole: WholeGroup | undefined): readonly string[] {
  if (whole === undefined || isDigest(whole.group)) return [];
  return [...whole.members.values()].flatMap(({ movedTo }) => movedTo ?? []);
}
