import { Mistake } from '../../config/mistake.ts';
import { modelMeant } from '../../drift/runs/name-meant.ts';
import { compareNow } from '../drift/ask-drift.ts';
import { baselinesAnswer } from '../drift/baselines-answer.ts';
import { exportReport } from '../drift/export-report.ts';
import { askForRetraining } from '../retraining/ask-retraining.ts';
import { featureAnswer } from '../drift/feature-answer.ts';
import { historyAnswer } from '../drift/history-answer.ts';
import { modelsAnswer } from '../drift/models-answer.ts';
import type { Step } from '../handling.ts';
import { flag, readArguments, readSpan } from './arguments.ts';
import { slowVerb, verb, type Command, type CommandHandling, type Verb } from './command.ts';
import { exportFormatIn } from './export-format.ts';
import type { Word } from './words.ts';

const OPTIONS = { figures: flag('no picture: only you see the answer') };
/** How long a window is, rather than the name of a feature. */
const SPAN = /^\d+(?:ms|[smhdwy])/iu;

/** `/drift`: what became of the data of models. */
export const driftCommand: Command = {
  name: '/drift',
  summary: 'whether the data of models has drifted',
  audience: 'Everybody in the channel sees pictures; with `--figures` only you see the answer.',
  examples: [
    ['/drift', 'all models, by their last runs'],
    ['/drift churn', 'compares the newest data now: the worst features first'],
    ['/drift churn 7d', 'the same over another window'],
    ['/drift churn monthly_charges', 'one feature: how it is distributed, and how it went'],
    ['/drift churn history', 'what the last runs have found'],
    ['/drift churn retrain new prices', 'asks for the model to be trained again'],
    ['/drift export churn csv', 'the last report as a file'],
  ],
  verbs: [
    verb({
      name: 'baselines',
      usage: '<model>',
      summary: 'what its data is compared with, by version',
      role: 'viewer',
      options: {},
      run: async ({ words }, { drift, bot }) =>
        baselinesAnswer(modelIn(words, drift.models, 'baselines'), drift, bot.now()),
    }),
    slowVerb({
      name: 'export',
      usage: '<model> [csv | json]',
      summary: 'the last report as a file',
      role: 'viewer',
      options: {},
      work: async ({ words }, handling, job) => {
        const model = modelIn(words.slice(0, 1), handling.drift.models, 'export');
        return exportReport(model, exportFormatIn(words[1]), handling, job);
      },
    }),
    askVerb(),
  ],
};

/** What is written wrongly is said at once, before anything is queued. */
function askVerb(): Verb {
  return {
    name: '',
    usage: '[model] [window | feature | history | retrain [reason]]',
    summary: 'all models, or what became of the data of one',
    role: 'viewer',
    options: OPTIONS,
    prepare(line, handling) {
      const { words, options } = readArguments(line, OPTIONS);
      return asked(words, options.figures, handling);
    },
  };
}

function asked(
  [first, ...rest]: readonly Word[],
  isFiguresOnly: boolean,
  handling: CommandHandling,
): Step {
  const { drift, bot } = handling;
  if (first === undefined) {
    return { role: 'viewer', run: () => modelsAnswer(drift, bot.now()) };
  }
  if (rest[0]?.text.toLowerCase() === 'retrain') {
    const reason = rest.slice(1).map(({ text }) => text);
    return askForRetraining(first.text, reason.join(' '), handling);
  }
  const model = modelMeant(first.text, drift.models);
  const about = rest.map(({ text }) => text).join(' ');
  if (about.toLowerCase() === 'history') {
    const run = async () => historyAnswer(model, await drift.reports.runs(model.name));
    return { role: 'viewer', run };
  }
  const isPublic = !isFiguresOnly;
  if (about === '' || SPAN.test(about)) {
    const span = about === '' ? undefined : readSpan(about, '1d, 7d or 6h');
    if (span !== undefined && !model.features.from.includes('{date}')) {
      const why = `the data of ${model.name} has no window, being one file without {date} in its name`;
      throw new Mistake(why, `write /drift ${model.name}`);
    }
    return {
      role: 'viewer',
      isPublic,
      work: (job) => compareNow(model, span, isFiguresOnly, handling, job),
    };
  }
  const wanted = { feature: about, isFiguresOnly };
  return { role: 'viewer', isPublic, work: (job) => featureAnswer(model, wanted, handling, job) };
}

function modelIn<Model extends { readonly name: string }>(
  [word]: readonly Word[],
  models: readonly Model[],
  verbName: string,
): Model {
  if (word !== undefined) return modelMeant(word.text, models);
  const [first] = models;
  throw new Mistake(
    'no model is named',
    `write /drift ${verbName} ${first?.name ?? 'and a model'}`,
  );
}
