import type { Button, KnownBlock } from '@slack/types';
import { spanOf } from '../../alert/span.ts';
import { escape, timeAgo } from '../../delivery/slack/mrkdwn.ts';
import { mrkdwn, plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { JobTurn } from '../../engine/ports/job-line.ts';
import type { Answer } from '../answer.ts';
import { nameOf } from '../name-of.ts';
import type { ChatRequest } from '../request.ts';
import type { OpenRecord } from './record.ts';

/** The `action_id` of the button that cancels a job; its value is the job's id. */
export const CANCEL = 'job:cancel';

const CELLS = 10;
/** What took less, in milliseconds, was there at once. */
const SHORT = 1_000;
const LONGEST_TITLE = 150;
const LONGEST_LINE = 300;
/** A message may have so many blocks. */
const MOST_BLOCKS = 50;

const PLACES = ['next', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** What was asked for, as it was typed; it comes from outside. */
export function titleOf(request: ChatRequest): string {
  const typed = typedIn(request) ?? nameOf(request);
  return plain(typed.trim(), LONGEST_TITLE).text;
}

/** A button that does slow work has for its value what one could have typed. */
function typedIn(request: ChatRequest): string | undefined {
  if (request.type === 'command') return `${request.command} ${request.text}`;
  return request.type === 'action' ? request.value : undefined;
}

/** Why somebody's work is not done yet. */
export function waitingText({ ahead, isOwn }: JobTurn & { readonly state: 'waits' }): string {
  if (isOwn) return 'Waits for others of yours to be over';
  const place = PLACES[ahead] ?? `number ${ahead + 1}`;
  return `Waits: ${place} in the queue`;
}

/** How far work is: `▓▓▓▓░░░░░░ 40 % · reading 6 January`. */
export function progressText(step: string, share?: number): string {
  if (share === undefined || Number.isNaN(share)) return step;
  const part = Math.min(Math.max(share, 0), 1);
  const full = Math.floor(part * CELLS);
  return `${'▓'.repeat(full)}${'░'.repeat(CELLS - full)} ${Math.floor(part * 100)} % · ${step}`;
}

/** The message of a job that is not over: what was asked for, how it stands, by whom, since when; and Cancel. */
export function standingMessage(
  { id, at, now: record }: OpenRecord,
  standing: string,
  now: number,
): SlackMessage {
  const { request, asker } = record();
  const title = `⏳ ${titleOf(request)}`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(title, LONGEST_TITLE) },
    { type: 'section', text: plain(standing, LONGEST_LINE) },
    smallPrint([{ lead: 'asked by ', text: asker.name }, { own: `since ${timeAgo(at, now)}` }]),
    { type: 'actions', elements: [cancelButton(id)] },
  ];
  const parts = [title, standing, `asked by ${asker.name}`];
  return { text: escape(parts.map((part) => plain(part, LONGEST_LINE).text).join('. ')), blocks };
}

function cancelButton(id: string): Button {
  return { type: 'button', action_id: CANCEL, value: id, text: plain('Cancel', 75) };
}

/** An answer where its question does not stand above it: with what was asked for, by whom, how long it took. */
export function resultMessage(
  { text, blocks }: Answer,
  { at, now: record }: OpenRecord,
  overAt: number,
): SlackMessage {
  const { request, asker } = record();
  const pieces = [
    { text: titleOf(request) },
    { lead: 'asked by ', text: asker.name },
    ...(overAt - at < SHORT ? [] : [{ own: `took ${spanOf(overAt - at)}` }]),
  ];
  const own: readonly KnownBlock[] = blocks ?? [
    { type: 'section', text: mrkdwn(plain(text, 3_000).text) },
  ];
  return { text, blocks: [...own.slice(0, MOST_BLOCKS - 1), smallPrint(pieces)] };
}
