import { Command } from 'commander';
import { driftCompareCommand } from './drift/compare.ts';
import { driftHistoryCommand } from './drift/history.ts';
import { driftRunCommand } from './drift/run.ts';

const EXAMPLES = `
Examples:
  $ tocsin drift compare --reference train.parquet --current today.csv --model churn
  $ tocsin drift run churn                     as the schedule of the config would
  $ tocsin drift history churn monthly_charges
Each command tells more: tocsin drift compare --help`;

/** `tocsin drift`: what became of the data of a model. */
export function driftCommand(): Command {
  return new Command('drift')
    .description('what became of the data of a model: compare, run, history')
    .addCommand(driftCompareCommand())
    .addCommand(driftRunCommand())
    .addCommand(driftHistoryCommand())
    .addHelpText('after', EXAMPLES);
}
