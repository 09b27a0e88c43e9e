import type { Command } from 'commander';
import { escalate } from './ack/ask.ts';
import { asked, groupCommand, NOTE, type Options } from './ack/group-command.ts';

const EXAMPLES = `
Examples:
  $ tocsin escalate alertname=orders-5xx
  $ tocsin escalate page.3f2a --by ana
Whom the next step of its escalation calls is told now; the steps after that come when they would have.
Who has the group on keeps it.
${NOTE}`;

/** `tocsin escalate GROUP`: the next ones are called now. */
export function escalateCommand(): Command {
  const command = groupCommand('escalate', 'call the next in the escalation of a group of alerts');
  return command
    .addHelpText('after', EXAMPLES)
    .action((text: string, options: Options) => asked(command, text, options, escalate));
}
