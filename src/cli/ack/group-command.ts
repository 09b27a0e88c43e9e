import { Command } from 'commander';
import { openRunningBot, type RunningBot } from '../../app/running-bot.ts';
import type { Policy } from '../../rules/policy.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';
import { personNamed } from '../person.ts';
import { parseLabels } from '../routes/alert.ts';
import type { Wanted } from './ask.ts';

/** What the help of each of them ends with. */
export const NOTE = `
A group is named by its key (as logs and tocsin explain have it), by the beginning of its key, or by
labels: then all groups are meant that have them. The running bot does it: that of redis.url, or that
which runs with the data_dir of the config.
Exit status: 0 done, 1 it could not be done, 2 wrong usage.`;

export interface Options {
  readonly config?: string;
  readonly by?: string;
}

/** A command about a group, or several. */
export function groupCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<group>', 'its key, the beginning of its key, or labels: alertname=x,region=y')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--by <name>', 'who you are (default: $USER)');
}

/** Has the running bot do what a command asks of the groups that are meant. */
export async function asked(
  command: Command,
  text: string,
  { config, by }: Options,
  work: (wanted: Wanted, bot: RunningBot, policy: Policy) => Promise<void>,
): Promise<void> {
  const wanted = orUsage(command, () => ({
    text,
    labels: text.includes('=') ? parseLabels(text.split(',')) : undefined,
    by: personNamed(by),
  }));
  const read = readConfig(config);
  const bot = await openRunningBot(read.config);
  try {
    await work(wanted, bot, read.policy);
  } finally {
    bot.close();
  }
}
