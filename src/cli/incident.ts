import { Command, Option } from 'commander';
import { readIncidents } from '../app/incidents/read.ts';
import { Mistake } from '../config/mistake.ts';
import { readConfig } from './config.ts';
import { reportSubcommand } from './incident/report.ts';
import { listText, shownText } from './incident/text.ts';
import { inUsage } from './or-usage.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin incident list                 those that run
  $ tocsin incident list --since 30d     those of the last 30 days
  $ tocsin incident show INC-12
  $ tocsin incident report INC-12 > INC-12.md
  $ tocsin incident list --since 90d --json | jq -r 'select(.severity == "critical").title'

They are kept for 13 months, in the Redis of the config: that of redis.url, or that of the bot that runs with its
data_dir. In Slack people work on them: /incident help. --json prints a line of JSON each.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly since?: Since;
}

/** `tocsin incident list|show|report`: what went wrong, and who worked on it. */
export function incidentCommand(): Command {
  const command = new Command('incident').description(
    'what went wrong, and who worked on it: list, show, report',
  );
  command
    .command('list')
    .description('the incidents that run, or were opened since a time, the newest first')
    .option('--config <file>', 'the config file')
    .addOption(
      new Option('--since <time>', 'from when on: 7d, 30d, or a time in ISO 8601').argParser(
        parseSince,
      ),
    )
    .option('--json', 'print a line of JSON each')
    .addHelpText('after', EXAMPLES)
    .action(async ({ config: named, json = false, since }: Options) => {
      const which = since === undefined ? {} : { since };
      const read = await readIncidents(readConfig(named).config, which);
      if (json) for (const one of read.incidents) process.stdout.write(`${JSON.stringify(one)}\n`);
      else if (read.incidents.length > 0) process.stdout.write(`${listText(read)}\n`);
      else process.stderr.write(`no incident ${since === undefined ? 'runs' : 'was opened'}\n`);
    });
  const show = command
    .command('show')
    .argument('<id>', 'such as INC-12')
    .description('all that is known of an incident')
    .option('--config <file>', 'the config file')
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, { config: named, json = false }: Options) => {
      const read = await inUsage(show, async () => {
        const found = await readIncidents(readConfig(named).config, { id });
        if (found.incidents.length > 0) return found;
        throw new Mistake(
          `there is no incident ${id}`,
          'tocsin incident list --since 90d has them',
        );
      });
      const [incident] = read.incidents;
      if (incident === undefined) return;
      process.stdout.write(`${json ? JSON.stringify(incident) : shownText(incident, read)}\n`);
    });
  command.addCommand(reportSubcommand());
  return command.addHelpText('after', EXAMPLES);
}
