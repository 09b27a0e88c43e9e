import { Command } from 'commander';
import { parseDuration } from '../config/duration.ts';
import { compareBaselines } from './baseline/compare.ts';
import { createBaseline } from './baseline/create.ts';
import { activateBaseline, deleteBaseline, restoreBaseline } from './baseline/change.ts';
import { listBaselines, showBaseline } from './baseline/show.ts';
import { parsedBy } from './parsed-by.ts';

const EXAMPLES = `
Examples:
  $ tocsin baseline create churn --version 7 --from train.parquet --activate    of what it was trained on
  $ tocsin baseline create churn --version 8 --window 30d                       of its features of the last 30 days
  $ tocsin baseline list                                                        of all models; or: list churn
  $ tocsin baseline compare churn 7 8                                           what has changed between the two
  $ tocsin baseline activate churn 8
  $ tocsin baseline delete churn 7                                              asks; \`restore\` gets it back for 7 days

A baseline is what the data of a version of a model was like; the newest data is compared with the active one.
It lies in the Redis of the config: that of redis.url, or that of the bot that runs with its data_dir.
Exit status: 0 done, 1 the data can't be read, or there is no such baseline, 2 wrong usage.`;

const CONFIG = ['--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)'] as const;
const BY = ['--by <name>', 'who does it, for the audit log (default: $USER)'] as const;
const MODEL = ['<model>', 'its name in the config'] as const;
const VERSION = ['<version>', 'the version of the model'] as const;

/** `tocsin baseline`: what the data of models was like. */
export function baselineCommand(): Command {
  const json = (command: Command) => command.option('--json', 'print a JSON document', false);
  return new Command('baseline')
    .description('what the data of models was like: what the newest is compared with')
    .addCommand(
      new Command('create')
        .description('makes one, of a file or of the newest features')
        .argument(...MODEL)
        .option('--version <version>', 'the version of the model (default: that of the config)')
        .option('--from <file>', 'a file, a folder of parts, or s3://bucket/prefix/')
        .option('--window <duration>', 'so much of the newest features', parsedBy(parseDuration))
        .option('--activate', 'compare with it from now on', false)
        .option(...BY)
        .option(...CONFIG)
        .action(createBaseline),
    )
    .addCommand(
      json(
        new Command('list')
          .description('those there are')
          .argument('[model]', 'of one model (default: of all)'),
      )
        .option(...CONFIG)
        .action(listBaselines),
    )
    .addCommand(
      json(new Command('show').description('one, feature by feature').argument(...MODEL))
        .argument('[version]', 'the version of the model (default: the active one)')
        .option(...CONFIG)
        .action(showBaseline),
    )
    .addCommand(
      new Command('activate')
        .description('compares with it from now on')
        .argument(...MODEL)
        .argument(...VERSION)
        .option(...BY)
        .option(...CONFIG)
        .action(activateBaseline),
    )
    .addCommand(
      json(new Command('compare').description('a drift report of two').argument(...MODEL))
        .argument('<reference>', 'a version')
        .argument('<current>', 'another version')
        .option(...CONFIG)
        .action(compareBaselines),
    )
    .addCommand(
      new Command('delete')
        .description('deletes one, after it has asked')
        .argument(...MODEL)
        .argument(...VERSION)
        .option('--yes', 'do not ask', false)
        .option(...BY)
        .option(...CONFIG)
        .action(deleteBaseline),
    )
    .addCommand(
      new Command('restore')
        .description('gets back what was deleted in the last 7 days')
        .argument(...MODEL)
        .argument(...VERSION)
        .option(...BY)
        .option(...CONFIG)
        .action(restoreBaseline),
    )
    .addHelpText('after', EXAMPLES);
}
