import { Command, Option } from 'commander';
import {
  readIncidentReport,
  reportMarkdown,
  type ReportForm,
} from '../../app/incidents/reports.ts';
import { readConfig } from '../config.ts';
import { inUsage } from '../or-usage.ts';

const EXAMPLES = `
Examples:
  $ tocsin incident report INC-12 > INC-12.md
  $ tocsin incident report INC-12 --format canvas | pbcopy
  $ tocsin incident report INC-12 --format json | jq '.times'

It is made of what is kept in the Redis of the config: that of redis.url, or that of the bot that runs with its
data_dir. Incidents are kept for 13 months, the history of alerts, runbooks and deployments for 90 days. In JSON
times are ISO 8601, and spans milliseconds.`;

interface Options {
  readonly config?: string;
  readonly format: ReportForm | 'json';
}

/** `tocsin incident report`: what is to be read after an incident. */
export function reportSubcommand(): Command {
  return new Command('report')
    .argument('<id>', 'the incident: INC-12')
    .description('what is to be read after an incident: times, what was tried, its timeline')
    .option('--config <file>', 'the config file')
    .addOption(
      new Option('--format <form>', 'Markdown for a file, or for a canvas in Slack, or JSON')
        .choices(['markdown', 'canvas', 'json'])
        .default('markdown'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { config: named, format }: Options, self: Command) => {
      const { config } = readConfig(named);
      const report = await inUsage(self, () => readIncidentReport(config, id));
      process.stdout.write(
        format === 'json'
          ? `${JSON.stringify(report, isoTimes, 2)}\n`
          : reportMarkdown(report, format),
      );
    });
}

/** Times are the figures whose names say so. */
function isoTimes(name: string, value: unknown): unknown {
  const isTime = name === 'at' || name === 'since' || name.endsWith('At');
  return isTime && typeof value === 'number' ? new Date(value).toISOString() : value;
}
