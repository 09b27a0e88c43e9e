import type { Command } from 'commander';
import { resolve } from './ack/ask.ts';
import { asked, groupCommand, NOTE, type Options } from './ack/group-command.ts';

const EXAMPLES = `
Examples:
  $ tocsin resolve alertname=orders-5xx
  $ tocsin resolve page.3f2a --by ana
What fires in it is told to be over, in PagerDuty too. It fires again when its source says that it began
anew, or changed since: the same word again changes nothing.
${NOTE}`;

/** `tocsin resolve GROUP`: it is over, whatever the sources say. */
export function resolveCommand(): Command {
  const command = groupCommand('resolve', 'say that a group of alerts is over');
  return command
    .addHelpText('after', EXAMPLES)
    .action((text: string, options: Options) => asked(command, text, options, resolve));
}
