import { Command } from 'commander';
import { table } from '../alert/table.ts';
import { dayText, readPredictions, type Judged } from '../app/models/predictions-asked.ts';
import { readConfig } from './config.ts';
import { inUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin predictions churn --since 24h
  $ tocsin predictions churn --entity user-17
  $ tocsin predictions churn --since 7d --json | jq -r 'select(.actual != null) | [.entity, .probability, .actual] | @tsv'

They lie in the Redis of the config: that of redis.url, or that of the bot that runs with its data_dir. They are
kept for 90 days. --json prints a line of JSON each. Entities may be people: mind who reads it.`;

interface Options {
  readonly config?: string;
  readonly entity?: string;
  readonly since?: Since;
  readonly json: boolean;
}

/** `tocsin predictions MODEL`: what a model said of whom, and when. */
export function predictionsCommand(): Command {
  const command = new Command('predictions')
    .description('what a model predicted of whom, and what turned out to be true')
    .argument('<model>', 'its name in the config')
    .option('--config <file>', 'the config file')
    .option('--entity <who>', 'of one alone')
    .option('--since <time>', 'made from when on: 2h, 7d, or a time in ISO 8601', parseSince)
    .option('--json', 'print a line of JSON each', false)
    .addHelpText('after', EXAMPLES);
  return command.action(async (model: string, options: Options) => {
    const { config: named, entity, json, since: sinceAt = () => 0 } = options;
    await inUsage(command, async () => {
      const rows: (readonly string[])[] = [];
      for await (const one of readPredictions(readConfig(named).config, {
        model,
        entity,
        sinceAt,
      })) {
        if (json) process.stdout.write(`${jsonOf(one)}\n`);
        else rows.push(rowOf(one));
      }
      if (json) return;
      if (rows.length === 0) process.stderr.write('nothing was predicted in that time\n');
      else process.stdout.write(`${table([HEAD, ...rows])}\n`);
    });
  });
}

const HEAD = ['DAY', 'ENTITY', 'PROBABILITY', 'LABEL', 'ACTUAL', 'VERSION', 'MADE', 'TRACE'];

function rowOf({ day, entity, probability, label, actual, version, at, traceId }: Judged) {
  const made = new Date(at).toISOString().replace(/\.\d+/, '');
  const known = actual === undefined ? '' : String(actual);
  const cells = [dayText(day), entity, probability.toFixed(3), label ?? '', known, version, made];
  return [...cells, traceId ?? ''].map(printable);
}

function jsonOf({ entity, day, at, probability, label, version, traceId, actual }: Judged): string {
  return JSON.stringify({
    entity,
    date: dayText(day),
    at: new Date(at).toISOString(),
    probability,
    label: label ?? null,
    version,
    trace_id: traceId ?? null,
    actual: actual ?? null,
  });
}
