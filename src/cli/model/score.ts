import { Command, InvalidArgumentError } from 'commander';
import { scoreJson, scoreLabels, scoreText } from '../../app/models/model-scored.ts';
import { inUsage } from '../or-usage.ts';

const HELP = `
The file is CSV, JSONL or Parquet with a column of labels (0 and 1, or true and false) and one of the
probabilities that the model gave to the positive class. Figures are those of scikit-learn: precision, recall
and F1 of the positive class, 0 where they are not defined; ROC AUC is null where all labels are the same.

Examples:
  $ tocsin model score --labels scored.csv
  $ tocsin model score --labels scored.parquet --threshold 0.7 --json | jq .f1
  $ tocsin model score --labels scored.csv --actual churned --probability p

Exit status: 0 done, 1 the file or a row of it can't be used, 2 wrong usage, such as a column that is not there.`;

interface Options {
  readonly labels: string;
  readonly threshold: number;
  readonly actual: string;
  readonly probability: string;
  readonly json: boolean;
}

/** `tocsin model score`: precision, recall, F1 and ROC AUC of a file. */
export function modelScoreCommand(): Command {
  const command = new Command('score')
    .description('precision, recall, F1 and ROC AUC of predictions whose truth is known')
    .requiredOption('--labels <file>', 'what was predicted, and what was true')
    .option('--threshold <x>', 'positive is predicted from this probability on', parseShare, 0.5)
    .option('--actual <column>', 'the labels', 'actual')
    .option('--probability <column>', 'the probabilities', 'probability')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', HELP);
  return command.action(async ({ labels, threshold, json, ...columns }: Options) => {
    const report = await inUsage(command, () => scoreLabels(labels, columns, threshold));
    const text = json ? JSON.stringify(scoreJson(report), null, 2) : scoreText(report);
    process.stdout.write(`${text}\n`);
  });
}

function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Write a number from 0 to 1, such as 0.5.');
}
