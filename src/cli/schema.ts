import { Command } from 'commander';
import { configJsonSchema } from '../config/json-schema.ts';

const EXAMPLES = `
Examples:
  $ tocsin schema > tocsin.schema.json
  $ head -1 tocsin.yaml
  # yaml-language-server: $schema=tocsin.schema.json

With that first line an editor completes keys, explains them and marks what is wrong.
What it lets pass may still be wrong: 'tocsin check' is the judge.
`;

/** `tocsin schema`: the JSON Schema of the config, for editors. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of the config, for editors')
    .addHelpText('after', EXAMPLES)
    .action(() => {
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });
}
