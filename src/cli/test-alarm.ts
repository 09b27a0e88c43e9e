import { Command } from 'commander';
import { runTestAlarm } from '../app/test-alarm.ts';
import { parseDuration } from '../config/duration.ts';
import { checkRegion } from '../config/schema/addresses.ts';
import { readConfig } from './config.ts';
import { parsedBy } from './parsed-by.ts';

const EXAMPLES = `
Examples:
  $ tocsin test-alarm orders-api-5xx
  $ tocsin test-alarm orders-api-5xx --region eu-west-1 --timeout 2m
Sets the alarm to ALARM with a reason that says that it is a test, waits until the bot knows of it,
and sets it back, also on Ctrl-C. People are told as for any alarm. Run it where the bot runs.
Exit status: 0 it came through, 1 it did not, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly region?: string;
  readonly timeout: number;
}

/** `tocsin test-alarm NAME`: whether an alarm's notification comes through. */
export function testAlarmCommand(): Command {
  return new Command('test-alarm')
    .description('sets a CloudWatch alarm, waits for it to come through, sets it back')
    .argument('<name>', "the alarm's name")
    .option('--config <file>', 'the config file')
    .option('--region <region>', 'where the alarm is', parsedBy(parseRegion))
    .option('--timeout <duration>', 'how long it may take (default: 1m)', parsedBy(parseDuration))
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { config, region, timeout = 60_000 }: Partial<Options>) => {
      const { config: loaded } = readConfig(config);
      const end = endOnSignal();
      const began = performance.now();
      const onStep = (what: string): void => {
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        process.stdout.write(`${new Date().toISOString()}  ${seconds.padStart(5)} s  ${what}\n`);
      };
      const where = region === undefined ? {} : { region };
      const request = { config: loaded, name, timeout, onStep, ...where };
      if (!(await runTestAlarm(request, end))) process.exitCode = 1;
    });
}

/** Ends the waiting, so that the state is set back; a second Ctrl-C ends the program. */
function endOnSignal(): AbortSignal {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
  return end.signal;
}

function parseRegion(text: string): string {
  checkRegion(text);
  return text;
}
