import { Command } from 'commander';
import { openDeadLetters, type OpenDeadLetters } from '../app/dead-letters.ts';
import { readConfig } from './config.ts';
import { listLetters } from './dlq/list.ts';
import { replayLetters } from './dlq/replay.ts';
import { showLetter } from './dlq/show.ts';

const EXAMPLES = `
Examples:
  $ tocsin dlq list
  $ tocsin dlq list --json | jq -r '.[].reason' | sort | uniq -c
  $ tocsin dlq show 1767225600000-0
  $ tocsin dlq replay                       all that are there now
  $ tocsin dlq replay 1767225600000-0 --config prod.yaml

Dead letters are messages that were refused for their age, that could not be read, or on which the
rules failed. They lie in the Redis of the config: that of redis.url, or that of the bot that runs
with its data_dir.`;

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

/** `tocsin dlq`: messages that could not be handled. */
export function dlqCommand(): Command {
  const list = subcommand('list', 'list them, oldest first').option('--json', 'print a JSON array');
  list.action(({ config, json = false }: Options) =>
    withLetters(config, (open) => listLetters(open, json)),
  );

  const show = subcommand('show', 'print one as it came')
    .argument('<id>', 'its id, as list prints it')
    .option('--json', 'print JSON');
  show.action((id: string, { config, json = false }: Options) =>
    withLetters(config, (open) => showLetter(open, id, json)),
  );

  const replay = subcommand('replay', 'have them handled again; what is taken leaves the list');
  replay
    .argument('[id...]', 'which ones; all when none is named')
    .action((ids: readonly string[], { config }: Options) =>
      withLetters(config, (open) => replayLetters(open, ids)),
    );

  return new Command('dlq')
    .description('messages that could not be handled: list, show, replay')
    .addCommand(list)
    .addCommand(show)
    .addCommand(replay)
    .addHelpText('after', EXAMPLES);
}

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--config <file>', 'the config file')
    .addHelpText('after', EXAMPLES);
}

async function withLetters(
  config: string | undefined,
  work: (open: OpenDeadLetters) => Promise<void>,
): Promise<void> {
  const open = await openDeadLetters(readConfig(config).config);
  try {
    await work(open);
  } finally {
    open.close();
  }
}
