import type { Button, KnownBlock } from '@slack/types';
import type { Alert } from '../../alert/alert.ts';
import { labelValue } from '../../alert/labels.ts';
import { matcherText } from '../../alert/matcher.ts';
import { isRunbook } from '../../delivery/slack/links.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin, link } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { suggestRunbooks, type Suggestion } from '../../runbooks/selection/suggest.ts';
import { stepsOf } from '../../runbooks/walking/walked-runbook.ts';
import type { Answer } from '../answer.ts';
import type { Tools } from '../handling.ts';
import { walkLink, walkStanding } from './begin.ts';
import { readButton } from './read-button.ts';
import { startButton } from './start-button.ts';
import { factsIn, worstAlert } from './walked-for.ts';

/** The best, and others that may fit better. */
const MOST_SUGGESTED = 4;
const MOST_WALKS = 3;
const LONGEST = 300;

/** What the answer is made of. */
type Known = Pick<Tools, 'alerts' | 'bot' | 'runbooks' | 'slack' | 'walking'>;

export const JOIN = 'walk:join';

/**
 * What there is to do about a group: who walks a runbook for it already, then the runbooks that answer its worst alert,
 * the best first, and why.
 */
export async function groupRunbooks(whole: WholeGroup, known: Known): Promise<Answer> {
  const { runbooks, walking } = known;
  const { group } = whole;
  const alert = await worstAlert(whole, known);
  const all = runbooks.current().runbooks.map(({ runbook }) => runbook);
  const walks = (await walking.walks.of({ group: group.key }))
    .filter(({ state }) => state === 'open')
    .slice(0, MOST_WALKS);
  const suggested = suggestRunbooks(factsIn(alert, group), all)
    .filter(({ runbook }) => walks.every((walk) => walk.runbook !== runbook.name))
    .slice(0, MOST_SUGGESTED);
  const walked = await Promise.all(walks.map((walk) => walkBlocks(walk, known)));
  const blocks = [
    ...walked.flat(),
    ...suggested.flatMap((one, index) =>
      suggestionBlocks(one, group.key, index === 0 && walks.length === 0),
    ),
    ...(walks.length + suggested.length === 0 ? noneBlocks(alert) : []),
    ...elsewhere(alert),
  ];
  const names = [...walks, ...suggested.map(({ runbook }) => runbook)].map(({ title }) => title);
  const text = names.length === 0 ? NONE : `Runbooks: ${names.join(', ')}`;
  return { text: escapedWithin(text, 1_000), blocks };
}

async function walkBlocks(walk: Walk, known: Known): Promise<readonly KnownBlock[]> {
  const url = await walkLink(walk, known);
  const said = `📖 ${walk.title}: ${walkStanding(walk, known.bot.now())}.`;
  const join: Button = {
    type: 'button',
    action_id: JOIN,
    text: plain('Join', 75),
    style: 'primary',
  };
  return [section(said), ...(url === undefined ? [] : [actions([{ ...join, url }])])];
}

function suggestionBlocks(
  { runbook, why }: Suggestion,
  group: string,
  isBest: boolean,
): readonly KnownBlock[] {
  const { title, phases } = runbook;
  const steps = stepsOf(runbook).length;
  const [first] = phases;
  const begins = first === undefined ? '' : `; ${first.title} (${first.target}) comes first`;
  const start = startButton(runbook, group);
  return [
    section(`📖 ${title}: ${steps} ${steps === 1 ? 'step' : 'steps'}${begins}`),
    smallPrint([{ text: why }]),
    actions([isBest ? { ...start, style: 'primary' } : start, readButton(runbook, group)]),
  ];
}

const NONE = 'No runbook answers this alert.';

/** That there is none, and how to write one. */
function noneBlocks(alert: Alert | undefined): readonly KnownBlock[] {
  const value = labelValue(alert?.labels ?? {}, 'alertname');
  const answers = matcherText({ name: 'alertname', operator: '=', value });
  return [
    section(NONE),
    section(`To write one: a file in a folder of runbooks.dirs, with answers: ['${answers}'].`),
    smallPrint([
      { own: '`/runbook list` has all there are; docs/runbooks.md tells how to write one.' },
    ]),
  ];
}

/** Runbooks that are kept elsewhere, by the links of the alert. */
function elsewhere(alert: Alert | undefined): readonly KnownBlock[] {
  const pieces = (alert?.links ?? [])
    .filter(isRunbook)
    .slice(0, 3)
    .flatMap(({ title, url }): Piece[] => {
      const own = link(title, url);
      return own === undefined ? [] : [{ own }];
    });
  return pieces.length === 0 ? [] : [smallPrint([{ own: 'the alert names' }, ...pieces])];
}

function section(text: string): KnownBlock {
  return { type: 'section', text: plain(text, LONGEST) };
}

function actions(elements: Button[]): KnownBlock {
  return { type: 'actions', elements };
}
