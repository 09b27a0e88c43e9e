#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../version.ts';
import { checkCommand } from './check.ts';
import { demoCommand } from './demo.ts';
import { parseCommand } from './parse.ts';
import { sendCommand } from './send.ts';
import { startCommand } from './start.ts';

/** Exit status of wrong usage; 0 is done and 1 is failed work. */
const WRONG_USAGE = 2;

function program(): Command {
  const command = new Command('tocsin')
    .description('Takes alarms in, tells the right people once, and keeps what it told them true.')
    .version(VERSION)
    .addCommand(startCommand())
    .addCommand(demoCommand())
    .addCommand(checkCommand())
    .addCommand(parseCommand())
    .addCommand(sendCommand())
    .showSuggestionAfterError()
    .showHelpAfterError('(--help tells more)');
  for (const one of [command, ...command.commands]) one.exitOverride();
  return command;
}

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  } else {
    process.stderr.write(`tocsin: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
