import { Command } from 'commander';
import { modelReportCommand } from './model/report.ts';
import { modelScoreCommand } from './model/score.ts';

const EXAMPLES = `
Examples:
  $ tocsin model score --labels scored.csv
  $ tocsin model report churn
Each command tells more: tocsin model score --help`;

/** `tocsin model`: how good a model is. */
export function modelCommand(): Command {
  return new Command('model')
    .description('how good a model is: score, report')
    .addCommand(modelScoreCommand())
    .addCommand(modelReportCommand())
    .addHelpText('after', EXAMPLES);
}
