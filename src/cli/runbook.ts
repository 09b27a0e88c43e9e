import { Command } from 'commander';
import { table } from '../alert/table.ts';
import { listRunbooks, showRunbook } from '../app/runbooks/runbooks-asked.ts';
import { lintLibrary } from '../app/runbooks/runbooks-linted.ts';
import { hasErrors, problemText } from '../config/problem.ts';
import { orUsage } from './or-usage.ts';
import { printable } from './printable.ts';
import { parseLabels } from './routes/alert.ts';

const EXAMPLES = `
Examples:
  $ tocsin runbook list
  $ tocsin runbook list --for alertname='High error rate' severity=critical   those for an alert, the best first, and why
  $ tocsin runbook show high-error-rate
  $ tocsin runbook show throttling --for FunctionName=checkout                with the alert's values in it
  $ tocsin runbook lint                                                       those of the config, and its alarms
  $ tocsin runbook lint runbooks --json | jq '.[].message'

The runbooks are those of runbooks.dirs in the config; without a config, those that come with the bot.
docs/runbooks.md says how to write one. lint prints each problem as file:line:column: what is wrong; what to write instead.
Exit status: 0 done, 1 the config or a runbook is wrong, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
  readonly for?: readonly string[];
}

/** `tocsin runbook list|show|lint`: the runbooks. */
export function runbookCommand(): Command {
  const command = new Command('runbook').description('the runbooks: list, show, lint');
  const list = common(command, 'list', 'what there is, or what answers an alert, the best first')
    .option('--for <label=value...>', "an alert's labels")
    .action(({ config, json, for: texts }: Options) => {
      const labels = texts === undefined ? undefined : orUsage(list, () => parseLabels(texts));
      const { found, leftOut } = listRunbooks(config, labels);
      for (const file of leftOut) {
        const text = `${file} is left out, for there are mistakes in it: see tocsin runbook lint`;
        process.stderr.write(`${printable(text)}\n`);
      }
      const rows = found.map(({ runbook, why }) => {
        const { name, title, severity, owners } = runbook;
        return { name, title, severity, owners, ...(why !== undefined && { why }) };
      });
      const none =
        labels === undefined ? 'there are no runbooks' : 'no runbook answers such an alert';
      const lines = rows.map(({ name, severity, title, why }) => [name, severity, why ?? title]);
      print(json, rows, rows.length === 0 ? none : table(lines));
    });
  const show = common(command, 'show', 'a runbook, with the values of an alert')
    .argument('<name>', 'its name')
    .option('--for <label=value...>', "an alert's labels")
    .action((name: string, { config, json, for: texts }: Options) => {
      const labels = texts === undefined ? undefined : orUsage(show, () => parseLabels(texts));
      const { text, runbook } = orUsage(show, () => showRunbook(config, name, labels));
      print(json, runbook, text.trimEnd());
    });
  common(command, 'lint', 'everything that is wrong with runbooks, and with alarms that have none')
    .argument('[dir]', 'a folder of runbooks (default: those of the config)')
    .action((dir: string | undefined, { config, json }: Options) => {
      const { problems, count } = lintLibrary(dir, config);
      const counted = `${count} ${count === 1 ? 'runbook' : 'runbooks'}`;
      const isWrong = hasErrors(problems);
      const lines = [...problems.map(problemText), ...(isWrong ? [] : [`ok (${counted})`])];
      print(json, problems, lines.join('\n'));
      if (isWrong) process.exitCode = 1;
    });
  return command.addHelpText('after', EXAMPLES);
}

function common(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', EXAMPLES);
}

function print(json: boolean, data: unknown, text: string): void {
  const lines = text.split('\n').map(printable).join('\n');
  process.stdout.write(`${json ? JSON.stringify(data, null, 2) : lines}\n`);
}
