import type { Incident } from '../../engine/ports/incidents.ts';
import type { Change, NotDone } from './wish.ts';

/** Each is looked at every few seconds while the incident runs. */
export const MOST_GROUPS = 50;

/** What changes when an alert turns out to belong to an incident: it is known, and had on, since then at the latest. */
export function attached(
  { groups, id, detectedAt, acknowledgedAt }: Incident,
  group: Incident['groups'][number],
): Change | NotDone {
  if (groups.some(({ key }) => key === group.key)) return { why: `That belongs to ${id} already.` };
  if (groups.length >= MOST_GROUPS) {
    return {
      why: `${id} has ${MOST_GROUPS} alerts, and takes no more: attach those that say something new.`,
    };
  }
  const known = [acknowledgedAt, group.acknowledged?.at].filter((at) => at !== undefined);
  return {
    own: {
      groups: [...groups, group],
      detectedAt: Math.min(detectedAt, group.since),
      ...(known.length > 0 && { acknowledgedAt: Math.min(...known) }),
    },
    entry: { what: 'attached', group: group.key, title: group.title },
  };
}

/** What changes when it turns out not to. @param key of the group */
export function detached({ groups, id }: Incident, key: string): Change | NotDone {
  const group = groups.find((one) => one.key === key);
  if (group === undefined) return { why: `That does not belong to ${id}.` };
  return {
    own: { groups: groups.filter((one) => one !== group) },
    entry: { what: 'detached', group: key, title: group.title },
  };
}
