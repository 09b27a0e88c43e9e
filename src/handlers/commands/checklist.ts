import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { checklistsAnswer, postedAnswer, reportAnswer } from '../checklists/answers.ts';
import type { Checklist } from '../../runbooks/checklists/checklist.ts';
import type { Step } from '../handling.ts';
import { readArguments, readSpan } from './arguments.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import type { Word } from './words.ts';

const MONTH = 30 * 86_400_000;
const NO_CHECKLISTS = 'see runbooks.dirs in the config, and tocsin runbook lint';

/** `/checklist`: what is looked at regularly. */
export const checklistCommand: Command = {
  name: '/checklist',
  summary: 'what is looked at daily, weekly and monthly, and what was missed',
  audience: 'Everybody in the channel sees a checklist that is posted; only you see the rest.',
  examples: [
    ['/checklist', 'those that are open, and how far each is'],
    ['/checklist daily', 'posts one here, now'],
    ['/checklist report 90d', 'what was missed, and who looked'],
  ],
  verbs: [
    verb({
      name: 'report',
      usage: '[30d]',
      summary: 'what was missed, by checklist and item, and who looked',
      role: 'viewer',
      options: {},
      run: async ({ words: [written] }, { checklists, bot }) => {
        const span = written === undefined ? MONTH : readSpan(written.text, '7d, 30d or 90d');
        const now = bot.now();
        return reportAnswer(await checklists.runs.between(now - span, now + 1), span);
      },
    }),
    {
      name: '',
      usage: '[name]',
      summary: 'those that are open; with a name posts that one here, which takes a responder',
      role: 'viewer',
      options: {},
      prepare: (line, handling) => asked(readArguments(line, {}).words, handling),
    },
  ],
};

function asked([first, ...rest]: readonly Word[], handling: CommandHandling): Step {
  const { checklists, request, asker, slack } = handling;
  const library = checklists.library();
  if (first === undefined) {
    const run = async () => checklistsAnswer(await checklists.runs.open(), { library, handling });
    return { role: 'viewer', run };
  }
  if (rest.length > 0)
    throw new Mistake('that is more than a name', `write /checklist ${first.text}`);
  const checklist = meant(first.text, library);
  return {
    role: 'responder',
    async run() {
      const id = `${checklist.name}-${request.traceId}`;
      const wanted = { id, channel: request.channelId, by: asker };
      const posted = await checklists.post(checklist, wanted);
      return postedAnswer(posted, await checklists.runs.told(posted.run.id), slack);
    },
  };
}

function meant(written: string, library: readonly Checklist[]): Checklist {
  const name = written.toLowerCase();
  const found = library.find((one) => one.name.toLowerCase() === name);
  if (found !== undefined) return found;
  const names = library.map((one) => one.name);
  const near = nearest(name, names);
  const known = names.length === 0 ? NO_CHECKLISTS : `there are ${names.join(', ')}`;
  const hint = near === undefined ? known : `write /checklist ${near}`;
  throw new Mistake(`there is no checklist ${quoted(written)}`, hint);
}
