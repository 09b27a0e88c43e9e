#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { VERSION } from '../version.ts';
import { commandsFor } from './commands.ts';

/** Exit status of wrong usage; 0 is done and 1 is failed work. */
const WRONG_USAGE = 2;

const EXAMPLES = `
Examples:
  $ tocsin demo                        see it work, in a local world
  $ tocsin check tocsin.yaml           everything that is wrong with a config, and what to write instead
  $ tocsin start --config tocsin.yaml
Each command tells more: tocsin start --help`;

async function program(args: readonly string[]): Promise<Command> {
  const command = new Command('tocsin')
    .description('Takes alarms in, tells the right people once, and keeps what it told them true.')
    .version(VERSION)
    // What stands behind a command is that command's: a baseline has a --version, too.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', EXAMPLES);
  for (const one of await commandsFor(args[0])) command.addCommand(one);
  command.exitOverride();
  passOn(command);
  return command;
}

/** Commands that are made elsewhere and added take nothing over by themselves. */
function passOn(command: Command): void {
  for (const one of command.commands) {
    one.copyInheritedSettings(command);
    passOn(one);
  }
}

/** A config's mistakes say by themselves where they are. */
function failureText(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return `tocsin: ${error instanceof Error ? error.message : String(error)}`;
}

// Whoever read our output has seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  const args = process.argv.slice(2);
  await (await program(args)).parseAsync(args, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  } else {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  }
}
