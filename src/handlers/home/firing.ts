import { compareSeverity, worst } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import { escape, time } from '../../delivery/slack/mrkdwn.ts';
import type { Piece } from '../../delivery/slack/small-print.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { groupRow } from '../group-row.ts';
import type { Handling } from '../handling.ts';
import { messageLink } from '../message-link.ts';
import { homeRow, MOST_ROWS, type HomeRow } from './section.ts';

/** The groups in which something fires, the worst first. */
export async function firingGroups({ bot }: Pick<Handling, 'bot'>): Promise<readonly WholeGroup[]> {
  const now = bot.now();
  const found = [];
  for await (const whole of bot.groups()) {
    const firing = firingMembers(whole, now);
    if (firing.length === 0) continue;
    const since = Math.min(...firing.map(({ startsAt }) => startsAt));
    found.push({ whole, worst: worst(firing.map((one) => one.severity)) ?? 'info', since });
  }
  return found
    .toSorted((a, b) => compareSeverity(a.worst, b.worst) || b.since - a.since)
    .map(({ whole }) => whole);
}

/** A row each, with a link to its message for those that are shown. */
export async function groupRows(
  groups: readonly WholeGroup[],
  { bot, slack }: Pick<Handling, 'bot' | 'slack'>,
): Promise<readonly HomeRow[]> {
  const now = bot.now();
  const links = await Promise.all(
    groups.slice(0, MOST_ROWS).map(({ group }) => messageLink(group, slack)),
  );
  return groups.map((whole, index) => {
    const { text, pieces } = homeRow(groupRow(whole, now));
    return { text, pieces: [...pieces, ...piecesOf(whole, links[index], now)] };
  });
}

function piecesOf({ group }: WholeGroup, link: string | undefined, now: number): readonly Piece[] {
  const { acknowledged: owner } = group;
  return [
    ...(owner === undefined
      ? []
      : [{ text: owner.by, tail: `has it since ${time(owner.at, now)}` }]),
    ...(link === undefined ? [] : [{ own: `<${escape(link)}|message>` }]),
  ];
}
