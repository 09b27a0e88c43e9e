import { Command, Option } from 'commander';
import {
  checkQuality,
  isAsBadAs,
  qualityCsv,
  qualityJson,
  qualityText,
  QUALITY_SEVERITIES,
  type QualityReport,
  type QualitySeverity,
} from '../app/models/quality-check.ts';
import { printable } from './printable.ts';
import { createProgress } from './progress.ts';

const EXAMPLES = `
Examples:
  $ tocsin quality check --data today.parquet --rules quality.yaml
  $ tocsin quality check --data 'features/dt=2026-01-31/*.csv.gz' --rules quality.yaml
  $ tocsin quality check --data s3://models/features/dt=2026-01-31/ --rules quality.yaml --fail-on high
  $ tocsin quality check --data today.csv --rules quality.yaml --json | jq '.checks[0]'

Data is CSV, JSONL or Parquet: a file, a folder of parts, a pattern, or a prefix of S3's. The rules are YAML or JSON:
  volume: { min_rows: 1000 }
  freshness: { column: updated_at, warning: 6h, critical: 24h }
  completeness: { medium: 10%, high: 30%, columns: { email: { high: 50% } } }
  validity:
    - { column: price, min: 0, exclusive: true }
    - { column: rating, min: 1, max: 5 }
    - { column: country, one_of: [de, fr] }
docs/quality.md has all of them.
Exit status: 0 as it should be, 1 a check failed or the data can't be read, 2 wrong usage.`;

interface Options {
  readonly data: string;
  readonly rules: string;
  readonly failOn: Exclude<QualitySeverity, 'ok'>;
  readonly json: boolean;
  readonly csv: boolean;
}

/** `tocsin quality check`: what data is like, held against rules. */
export function qualityCommand(): Command {
  const command = new Command('quality').description('what data is like, held against rules');
  const levels = QUALITY_SEVERITIES.filter((severity) => severity !== 'ok');
  const failOn = new Option('--fail-on <level>', 'exit with 1 from this severity on');
  command
    .command('check')
    .description('completeness, validity, freshness and volume of a file')
    .requiredOption('--data <file>', 'the data: a file, a folder, a pattern, or s3://bucket/prefix')
    .requiredOption('--rules <file>', 'the rules, YAML or JSON')
    .addOption(failOn.choices(levels).default('low'))
    .addOption(new Option('--json', 'print a JSON document').default(false).conflicts('csv'))
    .addOption(new Option('--csv', 'print CSV, a row a check').default(false))
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      const progress = createProgress();
      const report = await checkQuality({
        data: options.data,
        rules: options.rules,
        now: Date.now(),
        onProgress: ({ text }) => progress.show(text),
      }).finally(() => progress.end());
      process.stdout.write(printed(report, options));
      if (isAsBadAs(report, options.failOn)) process.exitCode = 1;
    });
  return command;
}

function printed(report: QualityReport, { json, csv }: Options): string {
  if (json) return `${JSON.stringify(qualityJson(report), null, 2)}\n`;
  if (csv) return qualityCsv(report);
  return `${qualityText(report).split('\n').map(printable).join('\n')}\n`;
}
