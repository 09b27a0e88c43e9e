import { Command, Option } from 'commander';
import { bulletinOf, bulletinText, readReport, type Report } from '../app/report.ts';
import { readConfig } from './config.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin report                          the last seven days
  $ tocsin report --since 30d
  $ tocsin report --json | jq '.alarms[0]'

Which alarms were noisiest, how many groups somebody acknowledged or did something about, how fast against
the targets, pages at night, and what could be quieter. What it looks at is kept for 90 days, in the Redis of
the config: that of redis.url, or that of the bot that runs with its data_dir. Nights are those of
report.timezone, else of UTC. In JSON spans are milliseconds.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly since: Since;
}

/** `tocsin report`: how the last days were for those who were told. */
export function reportCommand(): Command {
  return new Command('report')
    .description('how the last days were: noise, answers, nights, and what could be quieter')
    .option('--config <file>', 'the config file')
    .addOption(
      new Option('--since <time>', 'from when on: 7d, or a time in ISO 8601')
        .argParser(parseSince)
        .default(parseSince('7d'), '7d'),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async ({ config: named, json = false, since }: Options) => {
      const found = await readReport(readConfig(named), since);
      process.stdout.write(json ? `${jsonOf(found)}\n` : textOf(found));
    });
}

function textOf(found: Report): string {
  return bulletinText(bulletinOf(found)).split('\n').map(printable).join('\n');
}

function jsonOf({ from, until, ...rest }: Report): string {
  const times = { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
  return JSON.stringify({ ...times, ...rest });
}
