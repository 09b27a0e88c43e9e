import { Command } from 'commander';
import { groupKey, type Group } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import { openGroups, type OpenGroups } from '../app/explain.ts';
import { explain } from '../asking/explanation.ts';
import { explanationLines } from '../asking/explanation-text.ts';
import { memberLabels } from '../rules/member-labels.ts';
import type { Policy } from '../rules/policy.ts';
import { readConfig } from './config.ts';
import { chooseGroup, has, oneOf, type Choice } from '../asking/choose-group.ts';
import { notChosen } from './explain/choose.ts';
import { orUsage } from './or-usage.ts';
import { parseLabels } from './routes/alert.ts';

const EXAMPLES = `
Examples:
  $ tocsin explain alertname=orders-5xx
  $ tocsin explain page.3f2a                the beginning of a group's key, as logs have it
  $ tocsin explain alertname=orders-5xx,region=eu-west-1 --json | jq '.decisions[-1]'

Why a group was, or was not, notified: its members, what mutes them and who asked for it, who has it on,
who was told what, and the last 50 decisions, among them what people did: acknowledgements, silences, notes. Labels are those of the group, or of an alert in it. Of a group that is over
the decisions are kept for two weeks: name it by its key, or by all the labels that it was grouped by.
It looks into the Redis of the config: that of redis.url, or that of the bot that runs with its data_dir.
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
  const grouped = chooseGroup(text, labels, groups);
  const choice =
    labels === undefined || 'key' in grouped || grouped.meant === 'several'
      ? grouped
      : ((await chooseHolder(labels, groups, open)) ?? grouped);
  const keys = 'key' in choice ? [choice.key] : [text, ...keysOf(labels, policy)];
  for (const key of keys) {
    const facts = await open.facts(key);
    if (!('key' in choice) && facts.decisions.length === 0) continue;
    const explanation = explain(key, facts, policy, open.now());
    if (json) return JSON.stringify(explanation, null, 2);
    const { standing, decisions } = explanationLines(explanation);
    return [...standing, ...decisions].join('\n');
  }
  throw new Error('key' in choice ? `there is no group ${text}` : notChosen(text, choice));
}

/** By labels by which no group is grouped: the one that holds an alert with them. */
async function chooseHolder(
  labels: Labels,
  groups: readonly Group[],
  open: OpenGroups,
): Promise<Choice | undefined> {
  const holders: Group[] = [];
  for (const group of groups) {
    const members = (await open.find(group.key))?.members.values().toArray() ?? [];
    if (members.some((member) => has(memberLabels(group, member), labels))) holders.push(group);
  }
  return holders.length === 0 ? undefined : oneOf(holders);
}

/** The keys that a group with just these labels has, or had, on each route. */
function keysOf(labels: Labels | undefined, { routesById }: Policy): readonly string[] {
  return labels === undefined ? [] : [...routesById.keys()].map((id) => groupKey(id, labels));
}
