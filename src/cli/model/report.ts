import { Command } from 'commander';
import { newestModelReport } from '../../app/models/predictions-asked.ts';
import { readConfig } from '../config.ts';
import { inUsage } from '../or-usage.ts';
import { printable } from '../printable.ts';

const HELP = `
The newest report of the bot that the config describes: it measures models once a day (docs/degradation.md).

Examples:
  $ tocsin model report churn
  $ tocsin model report churn --json | jq -r .degradation

Exit status: 0 done, 1 there is no report yet, or the bot's Redis can't be reached, 2 wrong usage, such as a
model that is not in the config.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
}

/** `tocsin model report NAME`: how good a model is, by what turned out to be true. */
export function modelReportCommand(): Command {
  const command = new Command('report')
    .description('how good a model of the config is, against its baseline')
    .argument('<model>', 'its name in the config')
    .option('--config <file>', 'the config file')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', HELP);
  return command.action(async (model: string, { config: named, json }: Options) => {
    const report = await inUsage(command, () => newestModelReport(readConfig(named).config, model));
    if (report === undefined) throw new Error(`${model} was not measured yet: it is once a day`);
    const text = json
      ? JSON.stringify(report.json, null, 2)
      : report.text.split('\n').map(printable).join('\n');
    process.stdout.write(`${text}\n`);
  });
}
