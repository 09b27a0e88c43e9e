import { Command } from 'commander';
import { driftCompareCommand } from './drift/compare.ts';

const EXAMPLES = `
Examples:
  $ tocsin drift compare --reference train.parquet --current today.csv --model churn
Each command tells more: tocsin drift compare --help`;

/** `tocsin drift`: what became of the data of a model. */
export function driftCommand(): Command {
  return new Command('drift')
    .description('what became of the data of a model: compare')
    .addCommand(driftCompareCommand())
    .addHelpText('after', EXAMPLES);
}
