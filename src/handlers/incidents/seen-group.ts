import { compareSeverity } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { IncidentGroup } from '../../engine/ports/incidents.ts';
import { titleOf } from '../group-row.ts';

/**
 * A group of alerts as an incident has it.
 *
 * @param now epoch milliseconds
 * @param link its message in Slack
 */
export function seenGroup(whole: WholeGroup, now: number, link?: string): IncidentGroup {
  const { group, members } = whole;
  const { key, acknowledged, createdAt } = group;
  const firing = firingMembers(whole, now);
  const all = [...members.values()];
  const since = Math.min(...(firing.length > 0 ? firing : all).map(({ startsAt }) => startsAt));
  const ended = all.flatMap(({ endsAt }) => endsAt ?? []);
  const isOver = firing.length === 0;
  const told = Object.values(group.deliveries).flatMap(({ episode = 0 }) => episode || []);
  const [worst] = firing.toSorted((a, b) => compareSeverity(a.severity, b.severity));
  return {
    key,
    title: titleOf(whole, now),
    state: isOver ? 'resolved' : acknowledged === undefined ? 'firing' : 'acknowledged',
    since: Number.isFinite(since) ? since : createdAt,
    ...(acknowledged && { acknowledged: { by: acknowledged.by, at: acknowledged.at } }),
    ...(isOver && ended.length > 0 && { resolvedAt: Math.max(...ended) }),
    ...(link !== undefined && { link }),
    ...(told.length > 0 && { toldAt: Math.min(...told) }),
    labels: worst?.labels ?? group.labels,
  };
}
