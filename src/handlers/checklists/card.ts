import type { ActionsBlock, Button, KnownBlock, ContextBlock, SectionBlock } from '@slack/types';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { ChecklistRun, ItemState, RunItem } from '../../engine/ports/checklist-runs.ts';
import { isComplete, progressText } from '../../runbooks/checklists/progress.ts';
import { plainText } from '../../runbooks/format/plain-text.ts';
import { FOUND, itemValue, NOTE, SKIP, TICK, UNTICK } from './ids.ts';

const LONGEST_TITLE = 150;
/** An item's words, alone and with those of all others: what blocks may have together has a limit. */
const LONGEST_ITEM = 900;
const LONGEST_ITEMS = 5_400;
const AT = '{date_short_pretty} at {time}';

/**
 * A checklist as it stands: what to look at, what was looked at by whom and when, and what is missing.
 *
 * @param mention who has it, as Slack calls them: trusted mrkdwn; empty for nobody in particular
 */
export function checklistMessage(run: ChecklistRun, mention: string): SlackMessage {
  const heading = `${run.title}: ${standing(run)}`;
  const titles = run.items.map((item, index) => titleLine(item, index, run));
  return {
    text: escapedWithin([heading, ...titles].join('\n'), 3_000),
    blocks: [
      { type: 'section', text: plain(`${iconOf(run)} ${heading}`, LONGEST_TITLE) },
      smallPrint(piecesOf(run, mention)),
      ...run.items.flatMap((item, index) => itemBlocks(item, index, run)),
      ...(run.closedAt === undefined ? [formButtons(run)] : []),
    ],
  };
}

function standing(run: ChecklistRun): string {
  const progress = progressText(run);
  if (run.closedAt === undefined) return progress;
  return isComplete(run) ? `${progress}, closed` : `${progress}, closed with items missing`;
}

function iconOf(run: ChecklistRun): string {
  if (isComplete(run)) return '✅';
  return run.closedAt === undefined ? '📋' : '⌛';
}

function piecesOf({ dueAt, closesAt, closedAt, by }: ChecklistRun, mention: string): Piece[] {
  return [
    ...(mention === '' ? [] : [{ own: `for ${mention}` }]),
    ...(by === undefined ? [] : [{ lead: 'asked for by ', text: by }]),
    { own: date(dueAt, AT) },
    {
      own:
        closedAt === undefined
          ? `open until ${date(closesAt, AT)}`
          : `closed ${date(closedAt, AT)}`,
    },
  ];
}

function titleLine({ title, state }: RunItem, index: number, run: ChecklistRun): string {
  const missing = run.closedAt === undefined ? '◻️' : '❌';
  const icon = state === undefined ? missing : state.kind === 'done' ? '☑️' : '⏭️';
  return `${icon} ${index + 1}. ${title}`;
}

function itemBlocks(item: RunItem, index: number, run: ChecklistRun): KnownBlock[] {
  const isOpen = run.closedAt === undefined;
  const { state } = item;
  const section: SectionBlock = {
    type: 'section',
    text: plain(titleLine(item, index, run), LONGEST_TITLE),
    ...(isOpen && { accessory: state === undefined ? tick(run, index) : untick(run, index) }),
  };
  if (state !== undefined) return [section, smallPrint(statePieces(state))];
  return isOpen ? [section, ...wordBlocks(item, run)] : [section];
}

/** How an item is looked at; below it, by itself, what follows its first paragraph. */
function wordBlocks({ text }: RunItem, { items }: ChecklistRun): ContextBlock[] {
  const room = Math.min(LONGEST_ITEM, Math.floor(LONGEST_ITEMS / items.length));
  const [first = '', ...rest] = plain(plainText(text), room).text.split('\n');
  const words = [first, rest.join('\n')].filter((one) => one.trim() !== '');
  return words.map((one) => ({ type: 'context', elements: [plain(one, room)] }));
}

function statePieces({ kind, name, at, why }: ItemState): readonly Piece[] {
  const who = { lead: kind === 'done' ? '' : 'skipped by ', text: name };
  return [who, { own: date(at, AT) }, ...(why === undefined ? [] : [{ text: why }])];
}

function tick({ id }: ChecklistRun, index: number): Button {
  return button(TICK, 'Done', itemValue(id, index));
}

function untick({ id }: ChecklistRun, index: number): Button {
  return button(UNTICK, 'Undo', itemValue(id, index));
}

function formButtons({ id }: ChecklistRun): ActionsBlock {
  return {
    type: 'actions',
    elements: [
      button(FOUND, 'Found something…', id),
      button(SKIP, 'Skip…', id),
      button(NOTE, 'Note…', id),
    ],
  };
}

function button(action: string, text: string, value: string): Button {
  return { type: 'button', action_id: action, text: plain(text, 75), value };
}
