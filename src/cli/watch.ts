import { Command, Option } from 'commander';
import { Mistake } from '../config/mistake.ts';
import { readConfig } from './config.ts';
import { parseSince, type Since } from './since.ts';
import { listRules } from './watch/list.ts';
import { testRule } from './watch/test.ts';

const EXAMPLES = `
Examples:
  $ tocsin watch list                                   the rules of ./tocsin.yaml
  $ tocsin watch test "High error rate"                 when it would have fired in the last day
  $ tocsin watch test "High error rate" --since 7d
  $ tocsin watch test "High error rate" --since 7d --json | jq '.episodes | length'

A test reads the metrics of that time from the sources of the config, with the credentials that this command
finds, and judges them as the bot would have done then: no bot has to run, and nobody is told. CloudWatch
charges for each metric it is asked for, and has figures by the minute for 15 days.
Exit status: 0 done, 1 a source has no answer, 2 wrong usage.`;

const CONFIG = ['--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)'] as const;

interface TestOptions {
  readonly config?: string;
  readonly since: Since;
  readonly until?: Since;
  readonly json: boolean;
}

/** `tocsin watch`: the rules over metrics, and what they would have told. */
export function watchCommand(): Command {
  const list = new Command('list')
    .description('the rules, with their conditions')
    .option(...CONFIG)
    .option('--json', 'print a JSON document', false)
    .action(({ config, json }: { readonly config?: string; readonly json: boolean }) =>
      listRules(readConfig(config).config.watch, json),
    );
  const test = new Command('test')
    .description('when a rule would have fired, and when that would have been over')
    .argument('<name>', 'its name in the config')
    .option(...CONFIG)
    .addOption(
      new Option('--since <time>', 'from when on: 7d, or a time')
        .argParser(parseSince)
        .default(parseSince('1d'), '1d'),
    )
    .option(
      '--until <time>',
      'up to when: 1h, which is an hour ago, or a time (default: now)',
      parseSince,
    )
    .option('--json', 'print a JSON document', false);
  test.action(async (name: string, { config, since, until, json }: TestOptions) => {
    const now = Date.now();
    const span = { from: since(now), to: until?.(now) ?? now };
    try {
      await testRule(readConfig(config).config, name, span, json);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      test.error(`error: ${error.message}; ${error.hint}`);
    }
  });
  return new Command('watch')
    .description('rules over metrics, and what they would have told')
    .addCommand(list)
    .addCommand(test)
    .addHelpText('after', EXAMPLES);
}
