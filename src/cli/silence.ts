import { Command } from 'commander';
import { mutedNow } from '../asking/muted-now.ts';
import { groupsSilenced } from '../asking/groups-silenced.ts';
import { plannedSilence } from '../asking/planned-silence.ts';
import { openRunningBot, type RunningBot } from '../app/running-bot.ts';
import { Mistake } from '../config/mistake.ts';
import { readConfig } from './config.ts';
import { orUsage } from './or-usage.ts';
import { parsedBy } from './parsed-by.ts';
import { personNamed } from './person.ts';
import { addSilence, sayPreview } from './silence/add.ts';
import { expireSilences } from './silence/expire.ts';
import { extendSilence } from './silence/extend.ts';
import { listSilences } from './silence/list.ts';
import { readMatchers } from '../asking/silence-matchers.ts';
import { mutedLastWeek } from './silence/preview.ts';
import { checkEnd, parseInstant, parseSpan, type WrittenEnd } from '../asking/spans.ts';

const EXAMPLES = `
Examples:
  $ tocsin silence add alertname=orders-5xx --for 2h --comment "deploying orders 4.1"
  $ tocsin silence add 'team=~"data|ml"' severity=warning --until 2026-01-06T06:00+01:00 --comment migration
  $ tocsin silence add namespace=AWS/RDS --for 1d --comment upgrade --dry-run     what would it mute?
  $ tocsin silence list
  $ tocsin silence list --expired --json | jq -r '.[].createdBy' | sort | uniq -c
  $ tocsin silence extend 1f3a9c2e --for 1h       one hour from now
  $ tocsin silence expire 1f3a9c2e 7b04e1d2

Matchers are those of Alertmanager, and all must hold; one at least must name a value. Times without a
zone are UTC. The running bot does it: that of redis.url, or that which runs with the data_dir of the
config. Exit status: 0 done, 1 it could not be done, 2 wrong usage.`;

interface Common {
  readonly config?: string;
  readonly json?: boolean;
}

interface AddOptions extends Common, WrittenEnd {
  readonly from?: number;
  readonly by?: string;
  readonly comment: string;
  readonly dryRun?: boolean;
}

/** `tocsin silence`: mutes alerts for a while. */
export function silenceCommand(): Command {
  return new Command('silence')
    .description('mute alerts for a while: add, list, expire, extend')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(expireCommand())
    .addCommand(extendCommand())
    .addHelpText('after', EXAMPLES);
}

function addCommand(): Command {
  const add = withEnd(
    subcommand('add', 'mute the alerts for which all matchers hold'),
    'how long it holds',
  )
    .argument('<matcher...>', 'alertname=x, team=~"a|b", env!=prod')
    .option('--from <time>', 'when it begins (default: now)', parsedBy(parseInstant))
    .option('--by <name>', 'who wants it (default: $USER)')
    .requiredOption('--comment <text>', 'why')
    .option('--json', 'print JSON')
    .option(
      '--dry-run',
      'only say what it would mute, now and of the last week as far as recorded',
    );
  return add.action(async (texts: readonly string[], options: AddOptions) => {
    const { json = false, dryRun = false } = options;
    const wanted = orUsage(add, () => ({
      ...options,
      matchers: readMatchers(texts),
      by: personNamed(options.by),
      comment: commentIn(options),
    }));
    orUsage(add, () => checkEnd(options));
    const { config, policy } = readConfig(options.config);
    await withBot(config, async (bot) => {
      const planned = orUsage(add, () => plannedSilence(wanted, bot.now()));
      const now = await mutedNow(wanted.matchers, bot);
      if (!dryRun) {
        const groups = await groupsSilenced(wanted.matchers, bot);
        return addSilence(planned, { preview: { now }, groups, json, bot });
      }
      const past = { config, policy, now: bot.now() };
      const lastWeek = await mutedLastWeek(wanted.matchers, past);
      sayPreview({ now, ...(lastWeek !== undefined && { lastWeek }) }, json);
    });
  });
}

function listCommand(): Command {
  return subcommand('list', 'print those that hold or are to come')
    .option('--expired', 'print those that are over instead; they are kept for five days')
    .option('--json', 'print a JSON array')
    .action(async ({ config, expired = false, json = false }: Common & { expired?: boolean }) => {
      await withBot(readConfig(config).config, (bot) => listSilences(bot, { expired, json }));
    });
}

function expireCommand(): Command {
  const expire = subcommand('expire', 'end silences now')
    .argument('<id...>', 'which ones; the beginning of an id is enough')
    .option('--by <name>', 'who wants it (default: $USER)');
  return expire.action(async (ids: readonly string[], { config, by }: Common & { by?: string }) => {
    const person = orUsage(expire, () => personNamed(by));
    await withBot(readConfig(config).config, (bot) => expireSilences(ids, person, bot));
  });
}

function extendCommand(): Command {
  const extend = withEnd(
    subcommand('extend', 'have a silence end later'),
    'how long it holds from now on',
  )
    .argument('<id>', 'which one; the beginning of its id is enough')
    .option('--by <name>', 'who wants it (default: $USER)');
  return extend.action(async (id: string, options: Common & WrittenEnd & { by?: string }) => {
    orUsage(extend, () => checkEnd(options));
    const person = orUsage(extend, () => personNamed(options.by));
    try {
      const { config } = readConfig(options.config);
      await withBot(config, (bot) => extendSilence(id, options, person, bot));
    } catch (error) {
      if (error instanceof Mistake) extend.error(`error: ${error.message}; ${error.hint}`);
      throw error;
    }
  });
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .addHelpText('after', EXAMPLES);
}

function withEnd(command: Command, span: string): Command {
  return command
    .option('--for <duration>', span, parsedBy(parseSpan))
    .option('--until <time>', 'when it ends', parsedBy(parseInstant));
}

function commentIn({ comment }: AddOptions): string {
  const text = comment.trim();
  if (text === '') throw new Mistake('the comment is empty', 'write --comment and why');
  return text;
}

async function withBot(
  config: Parameters<typeof openRunningBot>[0],
  work: (bot: RunningBot) => Promise<void>,
): Promise<void> {
  const bot = await openRunningBot(config);
  try {
    await work(bot);
  } finally {
    bot.close();
  }
}
