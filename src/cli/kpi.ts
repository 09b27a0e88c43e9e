import { Command } from 'commander';
import {
  askKpis,
  askSlos,
  kpiJson,
  kpisText,
  sloJson,
  slosText,
} from '../app/metrics/kpis-asked.ts';
import { readConfig } from './config.ts';
import { inUsage } from './or-usage.ts';
import { printable } from './printable.ts';

const EXAMPLES = `
Examples:
  $ tocsin kpi                       all, by group, the worst first
  $ tocsin kpi API                   those of a group
  $ tocsin kpi api-p99               one, with its limits
  $ tocsin kpi slo                   error budgets, and how fast they burn
  $ tocsin kpi --json | jq -r '.[] | select(.state == "critical").name'

The KPIs are those of kpis: in the config; its sources are asked by this command itself, no bot has to run.
Exit status: 0 done, 1 a source has no answer, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
}

interface Shown {
  readonly text: string;
  readonly json: readonly object[];
  readonly isWhole: boolean;
}

/** `tocsin kpi [NAME|GROUP|slo]`: key figures against their targets. */
export function kpiCommand(): Command {
  const command = new Command('kpi')
    .description('key figures against their targets, and error budgets')
    .argument('[words...]', 'a name, a title, a group, or slo (default: all)')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', EXAMPLES);
  return command.action(async (words: readonly string[], { config, json }: Options) => {
    const shown = await inUsage(command, () => shownFor(words.join(' '), config));
    process.stdout.write(`${json ? JSON.stringify(shown.json, null, 2) : shown.text}\n`);
    if (!shown.isWhole) process.exitCode = 1;
  });
}

async function shownFor(wanted: string, named: string | undefined): Promise<Shown> {
  const { config } = readConfig(named);
  const now = Date.now();
  if (wanted.toLowerCase() === 'slo') {
    const slos = await askSlos(config, now);
    return shown(slosText(slos), slos.map(sloJson), slos);
  }
  const kpis = await askKpis(config, wanted, now);
  return shown(kpisText(kpis), kpis.map(kpiJson), kpis);
}

function shown(
  text: string,
  json: readonly object[],
  all: readonly { readonly problem?: object }[],
): Shown {
  const lines = text.split('\n').map(printable).join('\n');
  return { text: lines, json, isWhole: all.every(({ problem }) => problem === undefined) };
}
