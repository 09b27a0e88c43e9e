import { Command } from 'commander';
import { parseLabels, tryAlert } from './routes/alert.ts';
import { readConfig } from './config.ts';
import { orUsage } from './or-usage.ts';
import { settingsOfRoute } from './routes/settings.ts';
import { treeText } from './routes/show.ts';
import { routeAlert, routedJson, routedText } from './routes/test.ts';

const EXAMPLES = `
Examples:
  $ tocsin routes show
  $ tocsin routes show --json | jq '.routes[].receiver'
  $ tocsin routes test alertname=orders-5xx team=shop
  $ tocsin routes test --verify page,ops severity=critical alertname=orders-5xx

The alert is tried as plain JSON (POST /v1/alerts): without a severity label the classify rules give
it one; conditions on value and threshold do not hold.
Exit status: 0 done, 1 the config is wrong or the receivers are not those of --verify, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
  readonly verify?: string;
}

/** `tocsin routes`: the routing tree, and where an alert would go. */
export function routesCommand(): Command {
  const show = subcommand('show', 'print the routing tree, with what routes inherit');
  show.action(({ config: named, json = false }: Options) => {
    const { config, policy } = readConfig(named);
    const settings = settingsOfRoute(policy.route, config.route);
    process.stdout.write(`${json ? JSON.stringify(settings, null, 2) : treeText(settings)}\n`);
  });

  const test = subcommand('test', 'where an alert with these labels would go, and why')
    .argument('<label=value...>', "the alert's labels")
    .option('--verify <receivers>', 'end with 1 unless just these receivers are told: a,b');
  test.action((texts: readonly string[], { config, json = false, verify }: Options) => {
    const labels = orUsage(test, () => parseLabels(texts));
    const { policy } = readConfig(config);
    const routed = routeAlert(tryAlert(labels, policy), policy);
    const output = json ? JSON.stringify(routedJson(routed), null, 2) : routedText(routed);
    process.stdout.write(`${output}\n`);
    if (verify !== undefined) verifyReceivers(verify, routed.receivers);
  });

  return new Command('routes')
    .description('the routing tree, and where an alert would go: show, test')
    .addCommand(show)
    .addCommand(test)
    .addHelpText('after', EXAMPLES);
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
}

function verifyReceivers(text: string, receivers: readonly string[]): void {
  const wanted = new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
  if (wanted.size === receivers.length && receivers.every((name) => wanted.has(name))) return;
  process.stderr.write(
    `tocsin: told are ${receivers.join(', ')}, and not ${[...wanted].join(', ') || 'nobody'}\n`,
  );
  process.exitCode = 1;
}
