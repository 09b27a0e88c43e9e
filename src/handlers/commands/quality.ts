import { Mistake, quoted } from '../../config/mistake.ts';
import type { DataSet } from '../../drift/quality/runs/dataset.ts';
import { dataSetMeant } from '../../drift/runs/name-meant.ts';
import type { Step } from '../handling.ts';
import { checkNow } from '../quality/check-now.ts';
import { exportQuality } from '../quality/export-report.ts';
import { historyAnswer } from '../quality/history-answer.ts';
import { setsAnswer } from '../quality/sets-answer.ts';
import { readArguments } from './arguments.ts';
import { slowVerb, type Command, type CommandHandling, type Verb } from './command.ts';
import { exportFormatIn } from './export-format.ts';
import type { Word } from './words.ts';

/** `/quality`: whether data is as it should be. */
export const qualityCommand: Command = {
  name: '/quality',
  summary: 'whether data is complete, valid, fresh and enough',
  audience: 'Everybody in the channel sees the report of a data set; the rest only you see.',
  examples: [
    ['/quality', 'all data sets, by their last runs'],
    ['/quality orders', 'checks the newest data now: what failed, the worst first'],
    ['/quality orders history', 'what the last runs have found, and how each check went'],
    ['/quality export orders csv', 'the last report as a file'],
  ],
  verbs: [
    slowVerb({
      name: 'export',
      usage: '<data set> [csv | json]',
      summary: 'the last report as a file',
      role: 'viewer',
      options: {},
      work: async ({ words }, handling, job) => {
        const data = dataSetIn(words, handling.quality.sets);
        return exportQuality(data, exportFormatIn(words[1]), handling, job);
      },
    }),
    askVerb(),
  ],
};

/** What is written wrongly is said at once, before anything is queued. */
function askVerb(): Verb {
  return {
    name: '',
    usage: '[data set] [history]',
    summary: 'all data sets, or what one is like now',
    role: 'viewer',
    options: {},
    prepare: (line, handling) => asked(readArguments(line, {}).words, handling),
  };
}

function asked([first, second]: readonly Word[], handling: CommandHandling): Step {
  const { quality, bot } = handling;
  if (first === undefined) return { role: 'viewer', run: () => setsAnswer(quality, bot.now()) };
  const data = dataSetMeant(first.text, quality.sets);
  if (second === undefined) {
    return { role: 'viewer', isPublic: true, work: (job) => checkNow(data, handling, job) };
  }
  if (second.text.toLowerCase() !== 'history') {
    const hint = `write /quality ${data.name}, or /quality ${data.name} history`;
    throw new Mistake(`${quoted(second.text)} is nothing that a data set has`, hint);
  }
  const run = async () => historyAnswer(data, await quality.reports.runs(data.name));
  return { role: 'viewer', run };
}

function dataSetIn([word]: readonly Word[], sets: readonly DataSet[]): DataSet {
  if (word !== undefined) return dataSetMeant(word.text, sets);
  const [first] = sets;
  throw new Mistake(
    'no data set is named',
    `write /quality export ${first?.name ?? 'and a data set'}`,
  );
}
