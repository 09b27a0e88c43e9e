import { Mistake } from '../../config/mistake.ts';
import { beginWalk } from '../walk/begin.ts';
import { overviewAnswer, runbooksAnswer, walksAnswer } from '../walk/list-answer.ts';
import { readWanted, walkedFor } from '../walk/runbook-wanted.ts';
import { shownRunbook } from '../walk/shown-runbook.ts';
import { verb, type Command, type CommandHandling } from './command.ts';
import { readArguments } from './arguments.ts';
import type { Word } from './words.ts';
import type { Step } from '../handling.ts';

/** `/runbook`: what people do when something happens, one step at a time. */
export const runbookCommand: Command = {
  name: '/runbook',
  summary: 'what to do when something happens, one step at a time',
  audience: 'Only you see lists and texts. A walk everybody in the channel or thread sees.',
  examples: [
    ['/runbook', 'what is walked here, what answers what fires here, and all there are'],
    ['/runbook high-error-rate', 'walks it here'],
    ['/runbook high-error-rate for page.3f2a', 'walks it for an alert, in its thread'],
    ['/runbook rollback for INC-12', 'walks it for an incident, where its people talk'],
    ['/runbook show rollback', 'reads it without walking it'],
  ],
  verbs: [
    verb({
      name: 'list',
      usage: '',
      summary: 'all runbooks',
      role: 'viewer',
      options: {},
      run: async (_, handling) => runbooksAnswer(handling),
    }),
    verb({
      name: 'walks',
      usage: '',
      summary: 'what is being walked, wherever',
      role: 'viewer',
      options: {},
      run: async (_, handling) => walksAnswer(await handling.walking.walks.open(), handling),
    }),
    verb({
      name: 'show',
      usage: '<name> [for <group or incident>]',
      summary: 'the text of one, with the values of an alert in it',
      role: 'viewer',
      options: {},
      async run({ words }, handling) {
        if (words.length === 0) {
          throw new Mistake('it does not say which', 'write /runbook show high-error-rate');
        }
        const wanted = readWanted(words, handling);
        return shownRunbook(wanted.runbook.runbook, await walkedFor(wanted, handling));
      },
    }),
    {
      name: '',
      usage: '[name] [for <group or incident>]',
      summary: 'walks a runbook; without a name what there is to walk',
      role: 'viewer',
      options: {},
      prepare: (line, handling) => prepared(readArguments(line, {}).words, handling),
    },
  ],
};

/** Which runbook there is not is said at once. */
function prepared(words: readonly Word[], handling: CommandHandling): Step {
  if (words.length === 0) return { role: 'viewer', run: () => overviewAnswer(handling) };
  const wanted = readWanted(words, handling);
  return {
    role: wanted.runbook.runbook.role,
    run: async () => beginWalk(wanted.runbook, await walkedFor(wanted, handling), handling),
  };
}
