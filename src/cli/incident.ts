import { Command, Option } from 'commander';
import { spanOf } from '../alert/span.ts';
import { table } from '../alert/table.ts';
import {
  entryText,
  readIncidents,
  responseOf,
  type Incident,
  type IncidentsRead,
} from '../app/incidents/read.ts';
import { Mistake } from '../config/mistake.ts';
import { readConfig } from './config.ts';
import { inUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin incident list                 those that run
  $ tocsin incident list --since 30d     those of the last 30 days
  $ tocsin incident show INC-12
  $ tocsin incident list --since 90d --json | jq -r 'select(.severity == "critical").title'

They are kept for 13 months, in the Redis of the config: that of redis.url, or that of the bot that runs with its
data_dir. In Slack people work on them: /incident help. --json prints a line of JSON each.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly since?: Since;
}

/** `tocsin incident list|show`: what went wrong, and who worked on it. */
export function incidentCommand(): Command {
  const command = new Command('incident').description('what went wrong, and who worked on it');
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
  return command;
}

const HEAD = ['ID', 'OPENED', 'SEVERITY', 'STATUS', 'TOOK', 'TITLE'];

function listText({ incidents, now }: IncidentsRead): string {
  return table([HEAD, ...incidents.map((one) => rowOf(one, now))]);
}

function rowOf(incident: Incident, now: number): readonly string[] {
  const { id, openedAt, severity, status, resolvedAt, title, isDrill } = incident;
  const stands = resolvedAt === undefined ? status : 'resolved';
  const took = spanOf((resolvedAt ?? now) - openedAt);
  const name = isDrill === true ? `DRILL ${title}` : title;
  return [id, timeText(openedAt), severity, stands, took, name].map(printable);
}

function shownText(incident: Incident, { settings, now }: IncidentsRead): string {
  const { took, target, isLate } = responseOf(incident, settings, now);
  const { roles, groups, resolution } = incident;
  const response = took === undefined ? 'nobody yet' : `after ${spanOf(took)}`;
  const lines = [
    listText({ incidents: [incident], settings, now }),
    '',
    `response  ${response}, of ${spanOf(target)}${isLate ? ': too late' : ''}`,
    ...Object.entries(roles).map(([role, { name }]) => `${role}  ${name}`),
    ...groups.map(({ key, title, state }) => `alert  ${title}, ${state} (${key})`),
    ...(resolution === undefined ? [] : [`it was  ${resolution.text}`]),
    ...(resolution?.impact === undefined ? [] : [`impact  ${resolution.impact}`]),
    '',
    ...incident.entries.map((entry) => `${timeText(entry.at)}  ${entryText(entry)}`),
  ];
  return lines.map((line) => line.split('\n').map(printable).join('\n')).join('\n');
}

function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}
