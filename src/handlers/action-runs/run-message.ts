import type { KnownBlock } from '@slack/types';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escapedWithin, link } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import type { ActionRun, RunMoment } from '../../engine/ports/action-runs.ts';
import { LONGEST_PARAMS, shownParams } from '../../runbooks/actions/shown-params.ts';
import { preformatted } from '../preformatted.ts';
import { runButtons } from './buttons.ts';
import type { Look } from './look.ts';
import { AT, momentText, somebodyWith } from './words.ts';

const LONGEST_TITLE = 150;
const LONGEST_LINE = 600;
const MOST_LINES = 5;

/** A run as it stands: what it does with exactly what, why, and who may say yes. Words come from outside. */
export function runMessage(run: ActionRun, look: Look): SlackMessage {
  const { heading, does } = look;
  const why = run.why.slice(0, MOST_LINES);
  const last = run.story.at(-1);
  const isTold = last !== undefined && last.what !== '';
  const lines = [...(isTold ? [momentText(last)] : []), ...why];
  const section = (text: string): KnownBlock => ({
    type: 'section',
    text: plain(text, LONGEST_LINE),
  });
  return {
    text: escapedWithin([heading, ...lines].join('\n'), 2_000),
    blocks: [
      { type: 'section', text: plain(heading, LONGEST_TITLE) },
      ...lines.map(section),
      section(does),
      preformatted(paramsText(run.params)),
      ...previewLines(run).map(section),
      ...runButtons(run, look),
      smallPrint(piecesOf(run, look)),
    ],
  };
}

/**
 * A line in the thread of that message.
 *
 * @param about what is done, where there are other things in the thread
 */
export function momentMessage(moment: RunMoment, about?: string): SlackMessage {
  const said = momentText(moment);
  const text = about === undefined ? said : `${about}: ${said}`;
  const opened = linkOf(moment);
  return {
    text: escapedWithin(text, 1_000),
    blocks: [
      { type: 'section', text: plain(text, LONGEST_LINE) },
      ...(opened === undefined ? [] : [smallPrint([{ own: opened }])]),
    ],
  };
}

function paramsText(params: unknown): string {
  const text = shownParams(params);
  if (text.length <= LONGEST_PARAMS) return text;
  return `${text.slice(0, LONGEST_PARAMS).toWellFormed()}\n… ${text.length - LONGEST_PARAMS} characters more`;
}

/**
 * Before it is begun; afterwards it is what it was, which is worth knowing where something was replaced. Of what was
 * not begun there is nothing to say.
 */
function previewLines({ state, preview, canUndo, undoes }: ActionRun): readonly string[] {
  if (preview === undefined) return [];
  if (state === 'declined' || state === 'expired') return [];
  const { before, after, was } = preview;
  if (!['asked', 'approved'].includes(state)) {
    const replaces = canUndo === true || undoes !== undefined;
    if (!replaces || was === undefined || after === undefined) return [];
    return [`Before: ${before}`, `${state === 'succeeded' ? 'After' : 'Wanted'}: ${after}`];
  }
  if (after === undefined) return [`⚠️ What it would change can not be found out: ${before}`];
  return [`Now: ${before}`, `Then: ${after}`];
}

function piecesOf(run: ActionRun, { cooldown }: Look): readonly Piece[] {
  const { state, approveBy, startedAt, story, askedAt } = run;
  const asker = story[0]?.by;
  const approver =
    state === 'asked' ? undefined : story.findLast((one) => one.state === 'approved')?.by;
  const opened = story.map(linkOf).findLast((one) => one !== undefined);
  const again =
    startedAt !== undefined && cooldown !== undefined ? startedAt + cooldown : undefined;
  return [
    asker === undefined ? { own: 'asked by Tocsin' } : { lead: 'asked by ', text: asker },
    { own: date(askedAt, AT) },
    ...(approver === undefined ? [] : [{ lead: 'approved by ', text: approver }]),
    ...(state === 'asked' && approveBy !== undefined
      ? [{ own: whoUntil(run, date(approveBy, AT)) }]
      : []),
    ...(again === undefined ? [] : [{ own: `not again before ${date(again, AT)}` }]),
    ...(opened === undefined ? [] : [{ own: opened }]),
  ];
}

function whoUntil({ role = 'operator', secondPerson, story }: ActionRun, until: string): string {
  const who = somebodyWith(role);
  if (!secondPerson) return `${who} can have it done until ${until}`;
  return `${who} can approve it until ${until}${story[0]?.by === undefined ? '' : ', but not who asked'}`;
}

function linkOf({ link: address }: RunMoment): string | undefined {
  return address === undefined ? undefined : link('Console', address);
}
