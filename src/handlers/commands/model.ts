import { Mistake } from '../../config/mistake.ts';
import { modelMeant } from '../../drift/runs/name-meant.ts';
import { entityAnswer } from '../models/entity-answer.ts';
import { historyAnswer } from '../models/history-answer.ts';
import { modelsAnswer } from '../models/models-answer.ts';
import { reportAnswer } from '../models/report-answer.ts';
import type { Step } from '../handling.ts';
import { flag, readArguments } from './arguments.ts';
import type { Command, CommandHandling } from './command.ts';
import type { Word } from './words.ts';

const OPTIONS = { figures: flag('no picture: only you see the answer') };

/** `/model`: how good models are, by what turned out to be true. */
export const modelCommand: Command = {
  name: '/model',
  summary: 'how good models are, by what turned out to be true',
  audience:
    'Everybody in the channel sees a report; with `--figures` only you do. What was predicted of somebody only you see.',
  examples: [
    ['/model', 'all models, by their newest reports'],
    ['/model churn', 'one of them: its figures against the baseline, how they went, what to do'],
    ['/model churn history', 'what the last reports said'],
    ['/model churn entity user-17', 'what it said of somebody; it takes the role operator'],
  ],
  verbs: [
    {
      name: '',
      usage: '[model] [history | entity <who>]',
      summary: 'all models, or how good one is',
      role: 'viewer',
      options: OPTIONS,
      prepare(line, handling) {
        const { words, options } = readArguments(line, OPTIONS);
        return asked(words, options.figures, handling);
      },
    },
  ],
};

function asked(
  [first, second, ...rest]: readonly Word[],
  isFiguresOnly: boolean,
  handling: CommandHandling,
): Step {
  const { models, bot } = handling;
  if (first === undefined) {
    return { role: 'viewer', run: () => modelsAnswer(models, bot.now()) };
  }
  const model = modelMeant(first.text, models.models);
  if (second === undefined) {
    return {
      role: 'viewer',
      isPublic: !isFiguresOnly,
      work: (job) => reportAnswer(model, isFiguresOnly, handling, job),
    };
  }
  const about = second.text.toLowerCase();
  if (about === 'history' && rest.length === 0) {
    return { role: 'viewer', run: () => historyAnswer(model, models) };
  }
  const entity = rest.map(({ text }) => text).join(' ');
  if (about === 'entity' && entity !== '') {
    return { role: 'operator', run: () => entityAnswer(model, entity, handling) };
  }
  const hint = `write /model ${model.name} history, or /model ${model.name} entity and who`;
  throw new Mistake('that can not be asked of a model', hint);
}
