import type { Command } from 'commander';
import { printable } from './printable.ts';

/** A command below another one, with the options of those that look at the config and print a document. */
export function documentCommand(
  parent: Command,
  name: string,
  { description, examples }: { readonly description: string; readonly examples: string },
): Command {
  return parent
    .command(name)
    .description(description)
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', examples);
}

/** Prints some data, or the same as text, whose lines may come from outside. */
export function printDocument(json: boolean, data: unknown, text: string): void {
  const lines = text.split('\n').map(printable).join('\n');
  process.stdout.write(`${json ? JSON.stringify(data, null, 2) : lines}\n`);
}
