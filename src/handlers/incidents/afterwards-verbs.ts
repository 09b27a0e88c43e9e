import type { Answer } from '../answer.ts';
import { slowVerb, verb, type CommandHandling, type Verb } from '../commands/command.ts';
import type { Word } from '../commands/words.ts';
import { followUpsOf } from '../../runbooks/incidents/follow-ups.ts';
import { listAnswer } from '../list.ts';
import { wordAbout } from '../words.ts';
import { doWish } from './do-wish.ts';
import { openDrill } from './drill.ts';
import { followUpWritten } from './follow-up-written.ts';
import { incidentMeant } from './meant.ts';
import { reportAnswer, reportForm } from './report-answer.ts';
import { followUpText, headingOf } from './words.ts';

/** What `/incident` does beside the work itself: its report, what is to be done afterwards, and exercises. */
export const AFTERWARDS: readonly Verb[] = [
  slowVerb({
    name: 'report',
    usage: '[id] [markdown | canvas]',
    summary: 'what is to be read afterwards, as a file',
    role: 'viewer',
    options: {},
    async work({ words }, handling, job) {
      const { incident, rest } = await incidentMeant(words, handling, { over: 'either' });
      return reportAnswer(incident, reportForm(rest[0]), handling, job);
    },
  }),
  verb({
    name: 'action',
    usage: '[id] <text> [@owner] [by 2026-12-01] | done <number>',
    summary: 'what is to be done afterwards, or that it is done',
    role: 'responder',
    options: {},
    run: async ({ words }, handling) => actionWritten(words, handling),
  }),
  verb({
    name: 'actions',
    usage: '[id]',
    summary: 'what is to be done afterwards',
    role: 'viewer',
    options: {},
    run: async ({ words }, handling) => actionsListed(words, handling),
  }),
  verb({
    name: 'drill',
    usage: '[runbook | title]',
    summary: 'an exercise: nobody outside it hears of it, and it ends by itself',
    role: 'responder',
    options: {},
    run: async ({ words }, handling) => openDrill(words, handling),
  }),
];

async function actionWritten(words: readonly Word[], handling: CommandHandling): Promise<Answer> {
  const { incident, rest } = await incidentMeant(words, handling, { over: 'either' });
  const wish = await followUpWritten(rest, handling);
  const came = await doWish(incident.id, wish, handling, handling.request.traceId);
  if ('answer' in came) return came.answer;
  const all = followUpsOf(came.incident);
  const meant = wish.what === 'followed-up' ? all[wish.number - 1] : all.at(-1);
  const said = meant === undefined ? '' : followUpText(meant);
  return wordAbout(`${wish.what === 'followed-up' ? 'Done' : 'To do'}: ${said}`);
}

async function actionsListed(words: readonly Word[], handling: CommandHandling): Promise<Answer> {
  const { incident } = await incidentMeant(words, handling, { over: 'either' });
  const all = followUpsOf(incident);
  if (all.length === 0) return wordAbout(`Nothing is to be done after ${incident.id} yet.`);
  return listAnswer(
    headingOf(incident),
    all.map((one) => ({
      text: followUpText(one),
      notes: [one.done === undefined ? 'open' : 'done'],
    })),
  );
}
