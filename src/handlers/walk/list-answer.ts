import type { KnownBlock } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import type { Prose } from '../../runbooks/format/prose.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';
import { suggestRunbooks } from '../../runbooks/selection/suggest.ts';
import type { Answer } from '../answer.ts';
import { groupRow } from '../group-row.ts';
import type { Handling } from '../handling.ts';
import { listAnswer, type Row } from '../list.ts';
import { walkLink } from './begin.ts';
import { richText } from './rich-text.ts';
import { channelOf } from './runbook-wanted.ts';
import { shelfRemark } from '../../runbooks/shelf-remark.ts';
import { startButton } from './start-button.ts';
import { factsOf, placeOf } from './walked-for.ts';

/** So many groups that fire here get a runbook suggested. */
const MOST_GROUPS = 3;
const MOST_WALKS = 10;
const MOST_LISTED = 60;

/** What is walked here, what answers what fires here, and what runbooks there are. */
export async function overviewAnswer(handling: Handling): Promise<Answer> {
  const here = channelOf(handling);
  const open = await handling.walking.walks.open();
  const walked = await walksAnswer(
    open.filter(({ place }) => place.channel === here),
    handling,
    'here',
  );
  const suggested = await suggestionBlocks(here, handling);
  const all = runbooksAnswer(handling);
  return {
    text: `${walked.text}\n${all.text}`,
    blocks: [...(walked.blocks ?? []), ...suggested, { type: 'divider' }, ...(all.blocks ?? [])],
  };
}

/** The walks that are open, the one touched last first. @param where `here`, or nowhere in particular */
export async function walksAnswer(
  walks: readonly Walk[],
  handling: Pick<Handling, 'walking' | 'slack'>,
  where = '',
): Promise<Answer> {
  const shown = walks.slice(0, MOST_WALKS);
  const rows = await Promise.all(
    shown.map(async (walk): Promise<Row> => {
      const link = await walkLink(walk, handling);
      return {
        text: `📖 ${walk.title}: step ${walk.results.length + 1} of ${walk.steps}, ${walk.holder.name} has it`,
        notes: [
          `since ${date(walk.at, '{date_short_pretty} at {time}')}`,
          `<#${escape(walk.place.channel)}>`,
          ...(link === undefined ? [] : [`<${escape(link)}|card>`]),
        ],
      };
    }),
  );
  const heading = walks.length === 0 ? 'No runbook is walked' : `${walks.length} walked`;
  return listAnswer(`${heading}${where === '' ? '' : ` ${where}`}.`, rows);
}

/** Every runbook by the name that begins it, and what is wrong with their files. */
export function runbooksAnswer({ runbooks }: Pick<Handling, 'runbooks'>): Answer {
  const shelf = runbooks.current();
  const shown = shelf.runbooks.slice(0, MOST_LISTED).map(({ runbook }) => runbook);
  const more = shelf.runbooks.length - shown.length;
  const lines = shown.map(({ name, title }) => `${name}: ${title}`);
  if (more > 0) lines.push(`+${more} more: see tocsin runbook list`);
  const remark = shelfRemark(shelf);
  const heading = '/runbook and a name begins one; /runbook show and a name shows it.';
  const text = [heading, ...lines, ...(remark === undefined ? [] : [remark])].join('\n');
  return {
    text: escape(text),
    blocks: [
      { type: 'section', text: plain(heading, 200) },
      ...(lines.length === 0 ? [] : [richText(lines.map(listed))]),
      ...(remark === undefined ? [] : [{ type: 'section' as const, text: plain(remark, 1_000) }]),
    ],
  };
}

function listed(line: string): Prose {
  return { kind: 'item', runs: [{ text: line }], isOrdered: false, depth: 0 };
}

/** Of what fires in a channel the newest, each with the runbook that answers it best. */
async function suggestionBlocks(here: string, handling: Handling): Promise<readonly KnownBlock[]> {
  const { bot } = handling;
  const now = bot.now();
  const runbooks: readonly Runbook[] = handling.runbooks
    .current()
    .runbooks.map(({ runbook }) => runbook);
  const blocks: KnownBlock[] = [];
  for await (const whole of bot.groups()) {
    if (blocks.length >= MOST_GROUPS) break;
    if (placeOf(whole.group, here)?.channel !== here) continue;
    if (![...whole.members.values()].some(({ endsAt = Infinity }) => endsAt > now)) continue;
    const [best] = suggestRunbooks(await factsOf(whole, handling), runbooks);
    if (best === undefined) continue;
    const said = `${groupRow(whole, now).text}: ${best.runbook.title}, for ${best.why}`;
    const accessory = startButton(best.runbook, whole.group.key);
    blocks.push({ type: 'section', text: plain(said, 300), accessory });
  }
  return blocks;
}
