import { Command } from 'commander';
import { createOnCall, type Duty } from '../app/on-call.ts';
import { Mistake } from '../config/mistake.ts';
import { readConfig } from './config.ts';
import { parsedBy } from './parsed-by.ts';
import { printable } from './printable.ts';
import { parseInstant, timeText } from '../asking/spans.ts';
import { table } from '../alert/table.ts';

const EXAMPLES = `
Examples:
  $ tocsin oncall                                   everybody who is on call now
  $ tocsin oncall payments --at 2026-12-24T20:00:00+01:00
  $ tocsin oncall --json | jq -r '.[].name'

The schedules are those of oncall: in the config: PagerDuty's and its escalation policies, or people who
take turns.
Exit status: 0 done, also when nobody is on call; 1 it could not be found out; 2 wrong usage.`;

const HEAD = ['SCHEDULE', 'ON CALL', 'UNTIL'];

interface Options {
  readonly config?: string;
  readonly at?: number;
  readonly json: boolean;
}

/** `tocsin oncall [SCHEDULE]`: who is on call. */
export function onCallCommand(): Command {
  return new Command('oncall')
    .description('who is on call, and until when')
    .argument('[schedule]', 'its name in the config (default: all)')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--at <time>', 'at another time, ISO 8601', parsedBy(parseInstant))
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', EXAMPLES)
    .action(async (schedule: string | undefined, { config, at = Date.now(), json }: Options) => {
      const onCall = createOnCall(readConfig(config).config);
      if (onCall === undefined)
        throw new Error('the config has no schedules: write oncall: into it');
      const duties = await inWords(onCall.who({ at, ...(schedule !== undefined && { schedule }) }));
      if (json) process.stdout.write(`${JSON.stringify(duties.map(dutyJson), null, 2)}\n`);
      else if (duties.length > 0) process.stdout.write(`${table([HEAD, ...duties.map(row)])}\n`);
      else process.stderr.write('nobody is on call then\n');
    });
}

/** A name that there is not is answered with those that there are. */
async function inWords<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof Mistake ? new Error(`${error.message}; ${error.hint}`) : error;
  }
}

function row({ schedule, name, level, until }: Duty): readonly string[] {
  const who = level === undefined ? name : `${name} (level ${level})`;
  return [schedule, who, until === undefined ? 'nobody knows' : timeText(until)].map(printable);
}

function dutyJson({ until, ...duty }: Duty): object {
  return { ...duty, until: until === undefined ? null : new Date(until).toISOString() };
}
