import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { Handling, Step } from '../handling.ts';
import type { CommandRequest } from '../request.ts';
import type { Command, CommandHandling } from './command.ts';
import { helpFor } from './help.ts';
import { splitWords, type Word } from './words.ts';

const HELP = ['help', '--help', '—help', '?'];
/** With it any command answers so that everybody in the channel sees it. */
const PUBLIC = /^(?:--|[—–]{1,2})public$/iu;

/** What a command comes down to, with what follows its name. @throws Mistake */
export function prepareCommand(command: Command, handling: Handling<CommandRequest>): Step {
  const all = splitWords(handling.request.text);
  const line = all.filter(({ raw }) => !PUBLIC.test(raw));
  const isPublic = line.length < all.length;
  const step = stepOf(command, line, { ...handling, isPublic });
  if (!isPublic) return step;
  if ('work' in step) return { ...step, isPublic };
  return {
    role: step.role,
    async run() {
      const answer = await step.run();
      return answer && { ...answer, isPublic };
    },
  };
}

function stepOf(command: Command, line: readonly Word[], handling: CommandHandling): Step {
  const [first] = line;
  const word = first?.isQuoted === true ? '' : (first?.text.toLowerCase() ?? '');
  const usual = command.verbs.find(({ name }) => name === '');
  const isHelp = HELP.includes(word) || (first === undefined && usual === undefined);
  const wanted = isHelp ? 'help' : word;
  const named = command.verbs.find(({ name }) => name !== '' && name === wanted);
  if (named !== undefined) return named.prepare(line.slice(1), handling);
  if (isHelp) return { role: 'viewer', run: async () => ({ text: helpFor(command) }) };
  const meant = nearest(word, [...command.verbs.map(({ name }) => name), 'help'].filter(Boolean));
  try {
    if (usual !== undefined) return usual.prepare(line, handling);
  } catch (error) {
    if (!(error instanceof Mistake) || meant === undefined) throw error;
  }
  const { name } = command;
  const hint = meant === undefined ? `write ${name} help` : `write ${name} ${meant}`;
  throw new Mistake(`${name} knows no ${quoted(word)}`, hint);
}
