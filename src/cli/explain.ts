import { Command } from 'commander';
import type { Group } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { openGroups, type OpenGroups } from '../app/explain.ts';
import type { Policy } from '../rules/policy.ts';
import { readConfig } from './config.ts';
import { chooseGroup, notChosen } from './explain/choose.ts';
import { explain } from './explain/explanation.ts';
import { explanationText } from './explain/text.ts';
import { orUsage } from './or-usage.ts';
import { parseLabels } from './routes/alert.ts';

const EXAMPLES = `
Examples:
  $ tocsin explain alertname=orders-5xx
  $ tocsin explain page.3f2a                the beginning of a group's key, as logs have it
  $ tocsin explain alertname=orders-5xx,region=eu-west-1 --json | jq '.decisions[-1]'

Why a group was, or was not, notified: its members, who was told what, and the last 50 decisions. It
looks into the Redis of the config: that of redis.url, or that of the bot that runs with its data_dir.
Exit status: 0 done, 1 there is no such group, or several, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

/** `tocsin explain GROUP`: why a group was, or was not, notified. */
export function explainCommand(): Command {
  const command = new Command('explain');
  return command
    .description('why a group was, or was not, notified')
    .argument('<group>', 'its key, the beginning of its key, or labels: alertname=x,region=y')
    .option('--config <file>', 'the config file')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (text: string, { config: named, json = false }: Options) => {
      const labels = text.includes('=')
        ? orUsage(command, () => parseLabels(text.split(',')))
        : undefined;
      const { config, policy } = readConfig(named);
      const open = await openGroups(config);
      try {
        process.stdout.write(`${await explained({ text, labels, json }, policy, open)}\n`);
      } finally {
        open.close();
      }
    });
}

interface Question {
  readonly text: string;
  /** Read from the text, if it is labels. */
  readonly labels: Labels | undefined;
  readonly json: boolean;
}

/** @throws Error that names those that may be meant */
async function explained(
  { text, labels, json }: Question,
  policy: Policy,
  open: OpenGroups,
): Promise<string> {
  const groups: Group[] = [];
  for await (const group of open.list()) groups.push(group);
  const choice = chooseGroup(text, labels, groups);
  const key = 'key' in choice ? choice.key : text;
  const facts = await open.facts(key);
  if (!('key' in choice) && facts.decisions.length === 0) throw new Error(notChosen(text, choice));
  const explanation = explain(key, facts, policy, open.now());
  return json ? JSON.stringify(explanation, null, 2) : explanationText(explanation);
}
