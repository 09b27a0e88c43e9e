import type { Labels } from '../alert/labels.ts';
import { priorityOf, worst, type Severity } from '../alert/severity.ts';
import { alertCount, namesText } from '../alert/worst-first.ts';
import { firingMembers } from '../asking/firing-members.ts';
import { date, escape } from '../delivery/slack/mrkdwn.ts';
import type { WholeGroup } from '../engine/ports/groups.ts';
import type { Row } from './list.ts';

const ICONS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  error: '🟠',
  warning: '🟡',
  info: '🔵',
};

/**
 * A group in two lines: what fires, and how bad and since when.
 *
 * @param notes what else is said of it
 */
export function groupRow(whole: WholeGroup, now: number, notes: Row['notes'] = []): Row {
  const { group } = whole;
  const firing = firingMembers(whole, now);
  const severity = worst(firing.map((one) => one.severity)) ?? 'info';
  const muted = firing.filter((one) => one.isMuted).length;
  const since = Math.min(...firing.map((one) => one.startsAt));
  const all = [
    `*${priorityOf(severity)}* ${severity}`,
    ...(firing.length === 0 ? [] : [`since ${date(since)}`]),
    alertCount(firing.length),
    ...(muted === 0 ? [] : [`${muted} muted`]),
    ...notes,
    `\`${escape(group.key)}\``,
  ];
  const isTold = firing.length === 0 || muted < firing.length;
  return { text: `${isTold ? ICONS[severity] : '🔕'} ${titleOf(whole, now)}`, notes: all };
}

/** What a group is called: the names of what fires in it, and what it is grouped by. */
export function titleOf(whole: WholeGroup, now: number): string {
  const firing = firingMembers(whole, now);
  const names = new Set(firing.map(({ labels }) => labels['alertname'] ?? ''));
  const [name = ''] = names;
  const what = names.size === 1 ? name : namesText(firing, 3);
  const parts = [what, ...groupedBy(whole.group.labels)];
  return [...new Set(parts)].filter((part) => part !== '').join(' · ');
}

function groupedBy(labels: Labels): readonly string[] {
  return Object.entries(labels)
    .filter(([name]) => !['alertname', 'severity'].includes(name))
    .map(([, value]) => value);
}
