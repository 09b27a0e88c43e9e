import { Command, Option } from 'commander';
import { deployedName } from '../alert/deployment.ts';
import { placesIn } from '../alert/deployment-places.ts';
import { labelValue } from '../alert/labels.ts';
import { spanOf } from '../alert/span.ts';
import { table } from '../alert/table.ts';
import { readDeployments, type DeploymentRun } from '../app/deployments.ts';
import { readConfig } from './config.ts';
import { printable } from './printable.ts';
import { parseSince, type Since } from './since.ts';

const EXAMPLES = `
Examples:
  $ tocsin deployments list                     those of the last day
  $ tocsin deployments list orders-api --since 30d
  $ tocsin deployments list --json | jq -r 'select(.outcome == "failed").summary'

They are kept for 90 days, in the Redis of the config: that of redis.url, or that of the bot that runs with its
data_dir. --json prints a line of JSON each.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly since: Since;
}

/** `tocsin deployments`: what was deployed, as far as the bot was told. */
export function deploymentsCommand(): Command {
  const command = new Command('deployments').description(
    'what was deployed, as the bot was told: list',
  );
  command
    .command('list')
    .argument('[service]', 'only those of this service, application or function')
    .description('the deployments, the newest first')
    .option('--config <file>', 'the config file')
    .addOption(
      new Option('--since <time>', 'from when on: 2h, 7d, or a time in ISO 8601')
        .argParser(parseSince)
        .default(parseSince('1d'), '1d'),
    )
    .option('--json', 'print a line of JSON each')
    .addHelpText('after', EXAMPLES)
    .action(async (service: string | undefined, options: Options) => {
      const { config: named, json = false, since } = options;
      const found = (await readDeployments(readConfig(named).config, since)).filter(
        ({ labels }) =>
          service === undefined ||
          placesIn(labels, true).includes(`name ${service.trim().toLowerCase()}`),
      );
      if (json) for (const one of found) process.stdout.write(`${jsonOf(one)}\n`);
      else if (found.length > 0) process.stdout.write(`${table([HEAD, ...found.map(rowOf)])}\n`);
      else process.stderr.write('nothing was deployed in that time, as far as the bot was told\n');
    });
  return command.addHelpText('after', EXAMPLES);
}

const HEAD = ['TIME', 'OUTCOME', 'WHAT', 'TOOK', 'WHERE'];

function rowOf(one: DeploymentRun): readonly string[] {
  const { at, beganAt, outcome, labels } = one;
  const took = beganAt === undefined || outcome === 'running' ? '' : spanOf(at - beganAt);
  const where = ['account', 'region', 'env', 'cluster'].map((name) => labelValue(labels, name));
  const time = new Date(at).toISOString().replace(/\.\d+/, '');
  return [time, outcome, deployedName(one), took, where.filter(Boolean).join(' ')].map(printable);
}

function jsonOf({ at, beganAt, ...rest }: DeploymentRun): string {
  const times = {
    at: new Date(at).toISOString(),
    ...(beganAt !== undefined && { beganAt: new Date(beganAt).toISOString() }),
  };
  return JSON.stringify({ ...times, ...rest });
}
