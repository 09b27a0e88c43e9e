import type { Command } from 'commander';
import { acknowledge, unacknowledge } from './ack/ask.ts';
import { asked, groupCommand, NOTE, type Options } from './ack/group-command.ts';
import { parsedBy } from './parsed-by.ts';
import { parseSpan } from '../asking/spans.ts';

const ACK_EXAMPLES = `
Examples:
  $ tocsin ack alertname=orders-5xx
  $ tocsin ack alertname=orders-5xx,region=eu-west-1 --for 2h --by ana
  $ tocsin ack page.3f2a --take-over     although somebody else has it on
It is neither repeated nor escalated until it gets worse, is over, or the time is.
${NOTE}`;

const UNACK_EXAMPLES = `
Examples:
  $ tocsin unack alertname=orders-5xx
  $ tocsin unack page.3f2a --by ana
It is repeated again, and escalated from the first step.
${NOTE}`;

interface AckOptions extends Options {
  readonly for?: number;
  readonly takeOver?: boolean;
}

/** `tocsin ack GROUP`: somebody has it on. */
export function ackCommand(): Command {
  const ack = groupCommand('ack', 'say that you have a group of alerts on')
    .option('--for <duration>', 'for how long (default: until it is over)', parsedBy(parseSpan))
    .option('--take-over', 'also from somebody who has it on')
    .addHelpText('after', ACK_EXAMPLES);
  return ack.action((text: string, options: AckOptions) => {
    const { for: span, takeOver = false } = options;
    const how = { takeOver, ...(span !== undefined && { span }) };
    return asked(ack, text, options, (wanted, bot) => acknowledge({ ...wanted, ...how }, bot));
  });
}

/** `tocsin unack GROUP`: nobody has it on any more. */
export function unackCommand(): Command {
  const unack = groupCommand('unack', 'give a group of alerts back').addHelpText(
    'after',
    UNACK_EXAMPLES,
  );
  return unack.action((text: string, options: Options) =>
    asked(unack, text, options, unacknowledge),
  );
}
