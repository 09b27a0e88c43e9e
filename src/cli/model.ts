import { Command } from 'commander';
import { modelScoreCommand } from './model/score.ts';

const EXAMPLES = `
Examples:
  $ tocsin model score --labels scored.csv
Each command tells more: tocsin model score --help`;

/** `tocsin model`: how good a model is. */
export function modelCommand(): Command {
  return new Command('model')
    .description('how good a model is: score')
    .addCommand(modelScoreCommand())
    .addHelpText('after', EXAMPLES);
}
