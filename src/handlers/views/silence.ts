import { hash } from 'node:crypto';
import { groupsSilenced } from '../../asking/groups-silenced.ts';
import { plannedSilence } from '../../asking/planned-silence.ts';
import type { Silence } from '../../alert/silence.ts';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import { expireButton } from '../actions/expire.ts';
import type { Answer } from '../answer.ts';
import { silenceRow } from '../commands/silences.ts';
import type { Handling } from '../handling.ts';
import { listAnswer } from '../list.ts';
import type { View } from '../registry.ts';
import type { ViewRequest } from '../request.ts';
import { roleToSilence } from '../silence-role.ts';
import { previewOf } from './preview.ts';
import { originIn, SILENCE_FORM } from './silence-form.ts';
import { mistakesIn, wantedIn, writtenIn, type WantedSilence } from './silence-written.ts';

/** The form in which a silence is asked for. */
export const SILENCE_VIEW: View = {
  id: SILENCE_FORM,
  check: mistakesIn,
  channelOf: ({ view }) => originIn(view).channel,
  prepare(handling) {
    const wanted = wantedIn(handling.request.view.values);
    return {
      role: roleToSilence(wanted.span),
      run: () => silenced(wanted, handling),
      showsAtHome: true,
    };
  },
};

async function silenced(wanted: WantedSilence, handling: Handling<ViewRequest>): Promise<Answer> {
  const { bot, request } = handling;
  const mutes = await previewOf(writtenIn(request.view.values), bot);
  return doneAnswer(await addSilence(wanted, handling), mutes, bot.now());
}

/** Has the bot mute something, and says what there is then. @throws Error when it refused */
async function addSilence(
  { matchers, span, why }: WantedSilence,
  { bot, asker, request: { traceId, view } }: Handling<ViewRequest>,
): Promise<Silence> {
  const wanted = { matchers, for: span, by: asker.name, comment: why };
  // Of the view, so that it is the same silence however often the form comes.
  const id = hash('sha256', view.id, 'hex').slice(0, 8);
  const silence = { ...plannedSilence(wanted, bot.now()), id };
  const groups = await groupsSilenced(matchers, bot);
  const wish = { type: 'silence', traceId, silence, actor: asker.actor, groups } as const;
  await bot.ask(wish, `${view.id}/silence`);
  const added = (await bot.silences()).find((one) => one.id === id);
  if (added === undefined) throw new Error('the bot refused the silence');
  return added;
}

/** What there is now, and how to undo it. */
function doneAnswer(silence: Silence, mutes: string, now: number): Answer {
  const { text, blocks = [] } = listAnswer(`Silenced. ${mutes}`, [silenceRow(silence, now)]);
  const undo = `\`/silence expire ${escape(silence.id)}\` ends it, too.`;
  return {
    text: `${text}\n${undo}`,
    blocks: [
      ...blocks,
      { type: 'actions', elements: [expireButton(silence.id)] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: undo }] },
    ],
  };
}
