import type { KnownBlock } from '@slack/types';
import { worst } from '../../alert/severity.ts';
import { firingMembers } from '../../asking/firing-members.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import { suggestRunbooks, type Suggestion } from '../../runbooks/selection/suggest.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { walksAnswer } from '../walk/list-answer.ts';
import { startButton } from '../walk/start-button.ts';
import { factsOf } from '../walk/walked-for.ts';

/** So many runbooks are offered, the best of each alert first. */
const MOST = 5;

/** What is walked for an incident, and what answers its alerts: each can be begun. */
export async function incidentRunbooks(incident: Incident, handling: Handling): Promise<Answer> {
  const { id } = incident;
  const walks = await handling.walking.walks.of({ incident: id });
  const walked = await walksAnswer(
    walks.filter(({ state }) => state === 'open'),
    handling,
    `for ${id}`,
  );
  const offered = await suggested(incident, handling);
  const heading =
    offered.length === 0
      ? `No runbook answers its alerts. /runbook list has all of them; /runbook <name> for ${id} walks one here.`
      : `What answers its alerts; /runbook <name> for ${id} walks another one.`;
  const sections = offered.map(({ runbook, why }): KnownBlock => ({
    type: 'section',
    text: plain(`${runbook.title}: ${why}`, 300),
    accessory: startButton(runbook, id),
  }));
  const names = offered.map(({ runbook }) => runbook.name).join(', ');
  return {
    text: `${walked.text}\n${escapedWithin(`${heading} ${names}`.trim(), 500)}`,
    blocks: [...(walked.blocks ?? []), { type: 'section', text: plain(heading, 300) }, ...sections],
  };
}

async function suggested(incident: Incident, handling: Handling): Promise<readonly Suggestion[]> {
  const runbooks = handling.runbooks.current().runbooks.map(({ runbook }) => runbook);
  const found = new Map<string, Suggestion>();
  for (const whole of await groupsOf(incident, handling)) {
    for (const one of suggestRunbooks(await factsOf(whole, handling), runbooks)) {
      if (!found.has(one.runbook.name)) found.set(one.runbook.name, one);
    }
  }
  return [...found.values()].slice(0, MOST);
}

/** The groups of an incident that are still there, those that fire worst first. */
async function groupsOf(
  { groups }: Incident,
  { bot }: Pick<Handling, 'bot'>,
): Promise<readonly WholeGroup[]> {
  const found = await Promise.all(groups.map(({ key }) => bot.group(key)));
  const now = bot.now();
  const rank = (whole: WholeGroup): number =>
    ORDER.indexOf(worst(firingMembers(whole, now).map(({ severity }) => severity)));
  return found.flatMap((whole) => whole ?? []).toSorted((one, two) => rank(one) - rank(two));
}

/** Those in which nothing fires come last. */
const ORDER = ['critical', 'error', 'warning', 'info', undefined] as const;
