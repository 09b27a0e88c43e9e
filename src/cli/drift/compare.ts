import { Command, InvalidArgumentError, Option } from 'commander';
import {
  DEFAULT_RULES,
  drawWorst,
  REPORT_SEVERITIES,
  reportCsv,
  reportJson,
  reportText,
  startComparer,
  type ComparisonTask,
  type DriftReport,
  type DriftRules,
  type ReportSeverity,
} from '../../app/models/drift-compared.ts';
import { inUsage } from '../or-usage.ts';
import { createProgress } from '../progress.ts';
import { writePicture } from '../write-picture.ts';

const HELP = `
Files are CSV (.csv, .tsv), JSONL (.jsonl) or Parquet (.parquet), the first two also with .gz; a folder or a
pattern ('part-*.csv') is read as one. Columns of numbers are numerical unless they are named categorical.
What the figures mean and how to read a report: docs/drift.md.

Examples:
  $ tocsin drift compare --reference train.parquet --current today.csv
  $ tocsin drift compare --reference train.csv --current today.csv --model churn --categorical plan region
  $ tocsin drift compare --reference train.csv --current today.csv --json | jq '.features[] | select(.drift).feature'
  $ tocsin drift compare --reference train.csv --current today.csv --fail-on high     in a pipeline
  $ tocsin drift compare --reference train.csv --current today.csv --only age income --png worst.png

Exit status: 0 done, whether there is drift or not; 1 a file can't be read, or the report is as severe as
--fail-on, or nothing could be tested for it; 2 wrong usage, such as a column that neither file has.`;

interface Options {
  readonly reference: string;
  readonly current: string;
  readonly model: string;
  readonly prediction?: string;
  readonly categorical?: readonly string[];
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly rule: DriftRules['rule'];
  readonly pvalue: number;
  readonly correction: DriftRules['correction'];
  readonly distances: boolean;
  readonly failOn?: ReportSeverity;
  readonly png?: string;
  readonly json: boolean;
  readonly csv: boolean;
}

/** `tocsin drift compare`: a drift report of two files. */
export function driftCompareCommand(): Command {
  const command = new Command('compare')
    .description('a drift report of two files: which features are no longer what they were')
    .requiredOption('--reference <file>', 'what the model was trained on')
    .requiredOption('--current <file>', 'what it gets now')
    .option('--model <name>', 'whose data it is, for the report', 'model')
    .option('--categorical <columns...>', 'columns whose numbers are names')
    .option('--prediction <column>', 'what the model predicts (default: "prediction")')
    .option('--only <columns...>', 'no other columns than these, and the prediction')
    .option('--except <columns...>', 'not these columns')
    .addOption(
      new Option('--rule <rule>', 'what makes a numerical feature drifted')
        .choices(['effect', 'pvalue', 'either'])
        .default(DEFAULT_RULES.rule),
    )
    .option('--pvalue <p>', 'below it a p-value is drift', parsePvalue, DEFAULT_RULES.pvalue)
    .addOption(
      new Option('--correction <method>', 'for how many features are tested')
        .choices(['none', 'benjamini-hochberg'])
        .default(DEFAULT_RULES.correction),
    )
    .option('--distances', 'also Wasserstein and Jensen-Shannon distances', false)
    .addOption(
      new Option('--fail-on <level>', 'end with 1 from this severity on').choices(
        REPORT_SEVERITIES,
      ),
    )
    .option('--png <file>', 'draw the worst feature into a file')
    .addOption(new Option('--json', 'print a JSON document').default(false).conflicts('csv'))
    .addOption(new Option('--csv', 'print CSV, a row a feature').default(false))
    .addHelpText('after', HELP);
  return command.action(async (options: Options) => {
    const report = await inUsage(command, () => compare(taskOf(options)));
    process.stdout.write(printed(report, options));
    if (options.png !== undefined) await draw(report, options.png);
    const failure = failureOf(report, options.failOn);
    if (failure === undefined) return;
    process.stderr.write(`tocsin: ${failure}\n`);
    process.exitCode = 1;
  });
}

function parsePvalue(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Write a number between 0 and 1, such as 0.05.');
}

function taskOf({ reference, current, model, prediction, ...options }: Options): ComparisonTask {
  const { categorical = [], only, except = [], rule, pvalue, correction, distances } = options;
  const predicted = prediction ?? 'prediction';
  const asked = [...categorical, ...(only ?? []), ...except];
  return {
    sides: { reference: { from: reference, s3: {} }, current: { from: current, s3: {} } },
    columns: {
      categorical,
      ...(only && { only: [...only, predicted] }),
      except,
      required: prediction === undefined ? asked : [...asked, prediction],
    },
    model,
    prediction: predicted,
    rules: { rule, pvalue, correction, distances },
    at: Date.now(),
  };
}

async function compare(task: ComparisonTask): Promise<DriftReport> {
  const progress = createProgress();
  const comparer = startComparer();
  try {
    return await comparer.compare(task, { onProgress: ({ text }) => progress.show(text) });
  } finally {
    progress.end();
    await comparer.close();
  }
}

async function draw(report: DriftReport, file: string): Promise<void> {
  const png = await drawWorst(report);
  if (png !== undefined) await writePicture(file, png);
  else process.stderr.write(`tocsin: ${file} is not drawn: no feature could be tested\n`);
}

function printed(report: DriftReport, { json, csv }: Options): string {
  if (json) return `${JSON.stringify(reportJson(report))}\n`;
  return csv ? reportCsv(report) : `${reportText(report)}\n`;
}

/** A report of which nothing was tested says nothing: whoever waits for a verdict has none. */
function failureOf(
  { tested, drifted, severity }: DriftReport,
  level: ReportSeverity | undefined,
): string | undefined {
  if (level === undefined) return undefined;
  if (tested === 0) return 'no feature could be tested';
  // Where nothing drifted the severity is low, too.
  const isReached = REPORT_SEVERITIES.indexOf(severity) >= REPORT_SEVERITIES.indexOf(level);
  return drifted > 0 && isReached ? `the drift is ${severity}` : undefined;
}
