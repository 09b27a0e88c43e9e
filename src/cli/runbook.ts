import { Command } from 'commander';
import { table } from '../alert/table.ts';
import {
  checkLines,
  checkRunbook,
  verdictText,
  type Checked,
} from '../app/runbooks/runbook-checked.ts';
import { listRunbooks, showRunbook } from '../app/runbooks/runbooks-asked.ts';
import { lintLibrary } from '../app/runbooks/runbooks-linted.ts';
import { Mistake, quoted } from '../config/mistake.ts';
import { hasErrors, problemText } from '../config/problem.ts';
import { documentCommand, printDocument } from './document.ts';
import { inUsage, orUsage } from './or-usage.ts';
import { parsedBy } from './parsed-by.ts';
import { printable } from './printable.ts';
import { parseLabels } from './routes/alert.ts';

const EXAMPLES = `
Examples:
  $ tocsin runbook list
  $ tocsin runbook list --for alertname='High error rate' severity=critical   those for an alert, the best first, and why
  $ tocsin runbook show high-error-rate
  $ tocsin runbook show throttling --for FunctionName=checkout                with the alert's values in it
  $ tocsin runbook check high-error-rate --for FunctionName=checkout          what its checks say now
  $ tocsin runbook lint                                                       those of the config, and its alarms
  $ tocsin runbook lint runbooks --json | jq '.[].message'

The runbooks are those of runbooks.dirs in the config; without a config, those that come with the bot.
docs/runbooks.md says how to write one. lint prints each problem as file:line:column: what is wrong; what to write instead.
check asks the sources of metrics in the config itself: no bot has to run.
Exit status: 0 done, 1 the config or a runbook is wrong, or a check does not pass, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json: boolean;
  readonly for?: readonly string[];
  readonly step?: number;
}

/** `tocsin runbook list|show|check|lint`: the runbooks. */
export function runbookCommand(): Command {
  const command = new Command('runbook').description('the runbooks: list, show, check, lint');
  const list = documentCommand(command, 'list', {
    description: 'what there is, or what answers an alert, the best first',
    examples: EXAMPLES,
  })
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
      printDocument(json, rows, rows.length === 0 ? none : table(lines));
    });
  const show = documentCommand(command, 'show', {
    description: 'a runbook, with the values of an alert',
    examples: EXAMPLES,
  })
    .argument('<name>', 'its name')
    .option('--for <label=value...>', "an alert's labels")
    .action((name: string, { config, json, for: texts }: Options) => {
      const labels = texts === undefined ? undefined : orUsage(show, () => parseLabels(texts));
      const { text, runbook } = orUsage(show, () => showRunbook(config, name, labels));
      printDocument(json, runbook, text.trimEnd());
    });
  const check = documentCommand(command, 'check', {
    description: 'what the checks of a runbook say now',
    examples: EXAMPLES,
  })
    .argument('<name>', 'its name')
    .option('--for <label=value...>', "an alert's labels")
    .option('--step <number>', 'only the check of that step', parsedBy(readStep))
    .action(async (name: string, { config, json, for: texts = [], step }: Options) => {
      const labels = orUsage(check, () => parseLabels(texts));
      const checked = await inUsage(check, () => checkRunbook(config, name, { labels, step }));
      printDocument(json, checked, checked.map(checkedText).join('\n'));
      if (checked.some(({ result }) => result.passes !== true)) process.exitCode = 1;
    });
  documentCommand(command, 'lint', {
    description:
      'everything that is wrong with runbooks and checklists, and with alarms that have no runbook',
    examples: EXAMPLES,
  })
    .argument('[dir]', 'a folder of runbooks (default: those of the config)')
    .action(async (dir: string | undefined, { config, json }: Options) => {
      const { problems, count, checklists } = await lintLibrary(dir, config);
      const counted = [
        times(count, 'runbook'),
        ...(checklists === 0 ? [] : [times(checklists, 'checklist')]),
      ];
      const isWrong = hasErrors(problems);
      const lines = [
        ...problems.map(problemText),
        ...(isWrong ? [] : [`ok (${counted.join(', ')})`]),
      ];
      printDocument(json, problems, lines.join('\n'));
      if (isWrong) process.exitCode = 1;
    });
  return command.addHelpText('after', EXAMPLES);
}

function readStep(text: string): number {
  if (/^[1-9]\d{0,3}$/u.test(text)) return Number(text);
  throw new Mistake(`${quoted(text)} is no number of a step`, 'write --step 8');
}

function checkedText({ step, title, result }: Checked): string {
  const lines = checkLines(result).map((line) => `   ${line}`);
  return [`${step}. ${title}: ${verdictText(result)}`, ...lines].join('\n');
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
