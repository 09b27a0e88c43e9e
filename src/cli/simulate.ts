import { Command, InvalidArgumentError } from 'commander';
import { environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { Mistake } from '../config/mistake.ts';
import { InputError } from '../simulate/input.ts';
import { readTime, type WrittenTime } from '../simulate/time-form.ts';
import { printComparison } from './simulate/compare.ts';
import { printTimeline } from './simulate/timeline.ts';

const HELP = `
The input is JSON, an event a line, in the order of "at" (seconds from the start, or ISO 8601):
  {"at": 1.0, "source": "tocsin", "body": {"alerts": [{"labels": {"alertname": "a"}, "startsAt": 1.0}]}}
  {"at": 2.5, "source": "sns", "body": {…the envelope as posted; its signature is not checked…}}
  {"at": 2.5, "intent": "silence", "id": "s1", "matchers": ["alertname=a"], "endsAt": 4.5, "by": "ana"}
  {"at": 3.0, "intent": "expire-silence", "id": "s1"}
  {"at": 3.5, "intent": "acknowledge", "group": {"alertname": "a"}, "by": "ana"}
  {"at": 3.6, "intent": "restart"}
Sources: tocsin, sns, alertmanager, grafana, sentry. Intents: silence, expire-silence, acknowledge,
unacknowledge, resolve, escalate, restart. A folder is read as recordings of the bot (recordings: in the
config).

Without --until it goes on after the last event until nothing more would happen than that people are
told again what they know: for an hour, and as long as something else is to come, at most a week.
At equal times events come before timers. Services take everything at once: neither their limits nor
their failures are simulated. Nothing is sent anywhere.

Examples:
  $ tocsin simulate --config tocsin.yaml --input events.jsonl
  $ tocsin simulate --config tocsin.yaml --input events.jsonl --until 3600 --json | jq .receiver
  $ tocsin simulate --config tocsin.yaml --input data/recordings
  $ tocsin simulate --compare tocsin.yaml quieter.yaml --input data/recordings

Exit status: 0 done, 1 the config or the input can't be used, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly compare?: readonly string[];
  readonly input: string;
  readonly until?: WrittenTime;
  readonly json: boolean;
}

/** `tocsin simulate`: the rules over recorded events, on a virtual clock. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('run the rules over recorded events: who would be told what, when and why')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option(
      '--compare <files...>',
      'two configs, old and new: who would be told more, less, louder',
    )
    .requiredOption('--input <file>', 'recorded events (JSON lines), or a folder of recordings')
    .option('--until <time>', 'stop then: seconds or ISO 8601, as in the input', parseUntil)
    .option('--json', 'print JSON: a notification a line, or one comparison', false)
    .addHelpText('after', HELP);
  return command.allowExcessArguments(false).action(async (options: Options) => {
    const mistake = mistakeIn(options);
    if (mistake !== undefined) command.error(`error: ${mistake}`);
    try {
      await simulate(options);
    } catch (error) {
      if (error instanceof Mistake) command.error(`error: ${error.message}; ${error.hint}`);
      if (!(error instanceof InputError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  });
}

function mistakeIn({ config, compare }: Options): string | undefined {
  if (compare === undefined) {
    return findConfig(config, environment()) === undefined
      ? 'name the config: simulate --config tocsin.yaml --input events.jsonl'
      : undefined;
  }
  const example = 'simulate --compare old.yaml new.yaml --input events.jsonl';
  if (config !== undefined) return `--compare names both configs; leave --config out: ${example}`;
  return compare.length === 2 ? undefined : `--compare takes two configs: ${example}`;
}

async function simulate({ compare, config, ...options }: Options): Promise<void> {
  const [before, after] = compare ?? [];
  if (before === undefined || after === undefined) await printTimeline({ ...options, config });
  else await printComparison({ ...options, old: before, new: after });
}

function parseUntil(text: string): WrittenTime {
  try {
    return readTime(/^\d+(\.\d+)?$/u.test(text) ? Number(text) : text, '--until');
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    throw new InvalidArgumentError('Write seconds (3600) or ISO 8601 (2026-01-05T10:00:00Z).');
  }
}
