import { Command, InvalidArgumentError } from 'commander';
import { environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { Mistake } from '../config/mistake.ts';
import { InputError } from '../simulate/input.ts';
import { notificationJson } from '../simulate/notification.ts';
import { replay } from '../simulate/replay.ts';
import { Simulation } from '../simulate/simulation.ts';
import { Tally } from '../simulate/tally.ts';
import { summaryText, timelineOf } from '../simulate/text.ts';
import { readTime, type TimeForm, type WrittenTime } from '../simulate/time-form.ts';
import { readConfig } from './config.ts';
import { printable } from './printable.ts';
import { createProgress } from './progress.ts';

const HELP = `
The input is JSON, an event a line, in the order of "at" (seconds from the start, or ISO 8601):
  {"at": 1.0, "source": "tocsin", "body": {"alerts": [{"labels": {"alertname": "a"}, "startsAt": 1.0}]}}
  {"at": 2.5, "source": "sns", "body": {…the envelope as posted; its signature is not checked…}}
  {"at": 3.6, "intent": "restart"}
Sources: tocsin, sns, alertmanager, grafana, sentry. Intents: silence, expire-silence, acknowledge,
restart. A folder is read as recordings of the bot (recordings: in the config).

Without --until it goes on after the last event until nothing more would happen than that people are
told again what they know: for an hour, and as long as something else is to come, at most a week.
At equal times events come before timers. Services take everything at once: neither their limits nor
their failures are simulated. Nothing is sent anywhere.

Examples:
  $ tocsin simulate --config tocsin.yaml --input events.jsonl
  $ tocsin simulate --config tocsin.yaml --input events.jsonl --until 3600 --json | jq .receiver
  $ tocsin simulate --config tocsin.yaml --input data/recordings

Exit status: 0 done, 1 the config or the input can't be used, 2 wrong usage.`;

interface Options {
  readonly config?: string;
  readonly input: string;
  readonly until?: WrittenTime;
  readonly json: boolean;
}

/** `tocsin simulate`: the rules over recorded events, on a virtual clock. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('run the rules over recorded events: who would be told what, when and why')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .requiredOption('--input <file>', 'recorded events (JSON lines), or a folder of recordings')
    .option('--until <time>', 'stop then: seconds or ISO 8601, as in the input', parseUntil)
    .option('--json', 'print a notification a line, as JSON', false)
    .addHelpText('after', HELP);
  return command.allowExcessArguments(false).action(async (options: Options) => {
    if (findConfig(options.config, environment()) === undefined) {
      command.error('error: name the config: simulate --config tocsin.yaml --input events.jsonl');
    }
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

async function simulate({ config, input, until, json }: Options): Promise<void> {
  const { policy } = readConfig(config);
  const byReceiver = new Tally();
  const line = timelineOf(policy);
  let form: TimeForm | undefined;
  const progress = createProgress();
  const simulation = new Simulation(policy, (told) => {
    if (form === undefined) return;
    byReceiver.add(told.integration.receiver);
    progress.print(json ? notificationJson(told, form) : printable(line(told, form)));
  });
  try {
    const replayed = await replay([simulation], {
      input,
      ...(until !== undefined && { until }),
      onForm: (known) => (form = known),
      onProgress: (events) => progress.show(`${events} events …`),
    });
    progress.end();
    const summary = `${summaryText(replayed, byReceiver)}\n`;
    if (!json) process.stdout.write(byReceiver.total > 0 ? `\n${summary}` : summary);
    else if (process.stderr.isTTY) process.stderr.write(summary);
  } finally {
    progress.end();
  }
}

function parseUntil(text: string): WrittenTime {
  try {
    return readTime(/^\d+(\.\d+)?$/u.test(text) ? Number(text) : text, '--until');
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    throw new InvalidArgumentError('Write seconds (3600) or ISO 8601 (2026-01-05T10:00:00Z).');
  }
}
