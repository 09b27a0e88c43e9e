import { Command } from 'commander';
import { readAudit, type AuditRecord } from '../app/audit.ts';
import { readConfig } from './config.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';
import { table } from '../alert/table.ts';

const EXAMPLES = `
Examples:
  $ tocsin audit
  $ tocsin audit --since 2h
  $ tocsin audit --since 2026-01-06T02:00:00Z --json | jq -r 'select(.action == "config-activated").at'

The trail lies in the Redis of the config: that of redis.url, or that of the bot that runs with its
data_dir. The newest 10,000 are kept. --json prints a line of JSON each.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly since?: Since;
}

/** `tocsin audit`: who did what. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('who did what, oldest first')
    .option('--config <file>', 'the config file')
    .option('--since <time>', 'from when on: 2h, 7d, or a time in ISO 8601', parseSince)
    .option('--json', 'print a line of JSON each')
    .addHelpText('after', EXAMPLES)
    .action(async ({ config: named, json = false, since = () => 0 }: Options) => {
      const rows: (readonly string[])[] = [];
      for await (const record of readAudit(readConfig(named).config, since)) {
        if (json) process.stdout.write(`${jsonOf(record)}\n`);
        else rows.push(rowOf(record));
      }
      if (json) return;
      if (rows.length === 0) process.stderr.write('nothing was done in that time\n');
      else process.stdout.write(`${table([HEAD, ...rows])}\n`);
    });
}

const HEAD = ['TIME', 'ACTOR', 'ACTION', 'OBJECT', 'DETAILS'];

function rowOf({ at, actor, action, object, details = {} }: AuditRecord): readonly string[] {
  const rest = Object.entries(details).map(([name, value]) => `${name}=${value}`);
  const time = new Date(at).toISOString().replace(/\.\d+/, '');
  return [time, actor, action, object, rest.join(' ')].map(printable);
}

function jsonOf({ id, at, actor, action, object, details = {}, traceId }: AuditRecord): string {
  const trace = traceId === undefined ? {} : { trace_id: traceId };
  const time = new Date(at).toISOString();
  return JSON.stringify({ id, at: time, actor, action, object, details, ...trace });
}
