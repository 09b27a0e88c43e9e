import { isDeepStrictEqual } from 'node:util';
import { isRunning, type Incident, type IncidentGroup } from '../../engine/ports/incidents.ts';
import { withChange } from './changed.ts';

/**
 * An incident with its alerts as they are now; undefined where it knows them so. The first that is
 * acknowledged is the response, and when all are over the story says so: whether the incident is, people say.
 *
 * @param seen by key; undefined for a group that is gone
 * @param now epoch milliseconds
 */
export function withGroupsSeen(
  incident: Incident,
  seen: ReadonlyMap<string, IncidentGroup | undefined>,
  now: number,
): Incident | undefined {
  if (!isRunning(incident)) return undefined;
  const groups = incident.groups.map((known) => asSeen(known, seen.get(known.key), now));
  if (isDeepStrictEqual(groups, incident.groups)) return undefined;
  const first = groups
    .filter(({ acknowledged }) => acknowledged !== undefined)
    .toSorted((one, two) => (one.acknowledged?.at ?? 0) - (two.acknowledged?.at ?? 0))[0];
  const by = first?.acknowledged?.by;
  let next: Incident = { ...incident, groups, revision: incident.revision + 1 };
  if (incident.acknowledgedAt === undefined && first?.acknowledged !== undefined) {
    const entry = { what: 'responded', title: first.title } as const;
    const own = { groups, acknowledgedAt: first.acknowledged.at };
    next = withChange(incident, { own, entry }, { at: now, ...(by !== undefined && { by }) });
  }
  // Of alerts that come and go it is said once, until people do something.
  const isSaid = next.entries.at(-1)?.what === 'quiet';
  if (isSaid || !isQuiet(groups) || isQuiet(incident.groups)) return next;
  const quiet = withChange(next, { own: {}, entry: { what: 'quiet' } }, { at: now });
  return { ...quiet, revision: incident.revision + 1 };
}

/**
 * An incident with the groups into which its alerts moved, by another config or other labels: each belongs to it once,
 * so that whoever detaches one has the last word. Undefined where there is none that is new.
 *
 * @param now epoch milliseconds
 */
export function withGroupsFollowed(
  incident: Incident,
  moved: readonly IncidentGroup[],
  now: number,
): Incident | undefined {
  const had = incident.entries.flatMap((one) => (one.what === 'attached' ? one.group : []));
  const fresh = moved.filter(({ key }) => !had.includes(key));
  if (!isRunning(incident) || fresh.length === 0) return undefined;
  const next = fresh.reduce((before, group) => {
    const entry = { what: 'attached', group: group.key, title: group.title } as const;
    return withChange(before, { own: { groups: [...before.groups, group] }, entry }, { at: now });
  }, incident);
  return { ...next, revision: incident.revision + 1 };
}

/** Whether an incident has alerts, and all are over. */
export function isQuiet(groups: readonly IncidentGroup[]): boolean {
  return groups.length > 0 && groups.every(({ state }) => state === 'resolved');
}

/** What was known of its beginning, its labels, its message and who had it on stays so where there is no newer word. */
function asSeen(
  known: IncidentGroup,
  found: IncidentGroup | undefined,
  now: number,
): IncidentGroup {
  const isOver = found === undefined || found.state === 'resolved';
  if (isOver && known.state === 'resolved') return known;
  const { resolvedAt: _, ...rest } = known;
  const { title, since, labels = found?.labels, toldAt = found?.toldAt } = known;
  const next = {
    ...rest,
    ...found,
    title,
    ...(labels !== undefined && { labels }),
    ...(toldAt !== undefined && { toldAt }),
    since: Math.min(since, found?.since ?? since),
  };
  return isOver ? { ...next, state: 'resolved', resolvedAt: found?.resolvedAt ?? now } : next;
}
