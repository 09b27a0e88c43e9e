import { Command } from 'commander';
import { openRunningBot, type RunningBot } from '../app/running-bot.ts';
import { acknowledge, unacknowledge, type Wanted } from './ack/ask.ts';
import { readConfig } from './config.ts';
import { orUsage } from './or-usage.ts';
import { parsedBy } from './parsed-by.ts';
import { personNamed } from './person.ts';
import { parseLabels } from './routes/alert.ts';
import { parseSpan } from './spans.ts';

const NOTE = `
A group is named by its key (as logs and tocsin explain have it), by the beginning of its key, or by
labels: then all groups are meant that have them. The running bot does it: that of redis.url, or that
which runs with the data_dir of the config.
Exit status: 0 done, 1 it could not be done, 2 wrong usage.`;

const ACK_EXAMPLES = `
Examples:
  $ tocsin ack alertname=orders-5xx
  $ tocsin ack alertname=orders-5xx,region=eu-west-1 --for 2h --by ana
  $ tocsin ack page.3f2a
It is neither repeated nor escalated until it gets worse, is over, or the time is.
${NOTE}`;

const UNACK_EXAMPLES = `
Examples:
  $ tocsin unack alertname=orders-5xx
  $ tocsin unack page.3f2a --by ana
It is repeated again, and escalated from the first step.
${NOTE}`;

interface Options {
  readonly config?: string;
  readonly by?: string;
  readonly for?: number;
}

/** `tocsin ack GROUP`: somebody has it on. */
export function ackCommand(): Command {
  const ack = command('ack', 'say that you have a group of alerts on')
    .option('--for <duration>', 'for how long (default: until it is over)', parsedBy(parseSpan))
    .addHelpText('after', ACK_EXAMPLES);
  return ack.action((text: string, options: Options) => {
    const span = options.for === undefined ? {} : { span: options.for };
    return asked(ack, text, options, (wanted, bot) => acknowledge({ ...wanted, ...span }, bot));
  });
}

/** `tocsin unack GROUP`: nobody has it on any more. */
export function unackCommand(): Command {
  const unack = command('unack', 'give a group of alerts back').addHelpText(
    'after',
    UNACK_EXAMPLES,
  );
  return unack.action((text: string, options: Options) =>
    asked(unack, text, options, unacknowledge),
  );
}

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<group>', 'its key, the beginning of its key, or labels: alertname=x,region=y')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--by <name>', 'who you are (default: $USER)');
}

async function asked(
  command: Command,
  text: string,
  { config, by }: Options,
  work: (wanted: Wanted, bot: RunningBot) => Promise<void>,
): Promise<void> {
  const wanted = orUsage(command, () => ({
    text,
    labels: text.includes('=') ? parseLabels(text.split(',')) : undefined,
    by: personNamed(by),
  }));
  const bot = await openRunningBot(readConfig(config).config);
  try {
    await work(wanted, bot);
  } finally {
    bot.close();
  }
}
