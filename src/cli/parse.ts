import { Command, InvalidArgumentError } from 'commander';
import type { Source } from '../alert/signal.ts';
import { environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { loadConfig } from '../config/load.ts';
import { nearest } from '../config/nearest.ts';
import { FORMATS } from '../intake/formats/index.ts';
import { Refusal } from '../intake/refusal.ts';
import type { Policy } from '../rules/policy.ts';
import { readConfig } from './config.ts';
import { describeMessage } from './parse/describe.ts';
import { readInput } from './parse/input.ts';

const KNOWN_SOURCES: readonly Source[] = [...new Set(FORMATS.map(({ source }) => source))];

function parseSource(given: string): Source {
  const known = KNOWN_SOURCES.find((source) => source === given.toLowerCase());
  if (known !== undefined) return known;
  const meant = nearest(given, KNOWN_SOURCES);
  throw new InvalidArgumentError(
    `${meant === undefined ? '' : `Did you mean ${meant}? `}The sources are ${KNOWN_SOURCES.join(', ')}.`,
  );
}

const EXAMPLES = `
Examples:
  $ tocsin parse message.json
  $ tocsin parse < message.json
  $ tocsin parse --json < message.json
  $ tocsin parse message.json --config prod.yaml      also: how severe it is, and who would be told
  $ pbpaste | tocsin parse --source cloudwatch

Exit status: 0 it becomes signals (or needs none), 1 intake would refuse it or it can't be read, 2 wrong usage.`;

/** `tocsin parse`: what a message becomes. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('what a message becomes: its signals, or the error intake would answer')
    .argument('[file]', 'the message (else standard input, as for -)')
    .option('--source <source>', `read it as this: ${KNOWN_SOURCES.join(', ')}`, parseSource)
    .option('--json', 'print JSON')
    .option(
      '--config <file>',
      'say who would be told by this config (else $TOCSIN_CONFIG, else ./tocsin.yaml); not in the JSON',
    )
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => {
      // Commander ends with 1 on wrong usage; in this command 1 means that the message was refused.
      process.exit(exitCode === 0 ? 0 : 2);
    })
    .action(async (file: string | undefined, { config, source, json }: Options) => {
      try {
        const policy = json === true ? undefined : findPolicy(config);
        const input = await readInput(file);
        const options = { source, json, policy, now: Date.now() };
        const { output, warnings } = describeMessage(input, options);
        for (const warning of warnings) complain(`warning: ${warning}`);
        process.stdout.write(output);
      } catch (error) {
        complain(failureText(error));
        process.exitCode = 1;
      }
    });
}

interface Options {
  readonly config?: string;
  readonly source?: Source;
  readonly json?: boolean;
}

/**
 * The policy of the config that is named, or of the one that is found: then a mistake in it is only
 * remarked, for nobody asked about it.
 *
 * @throws ConfigError
 */
function findPolicy(named: string | undefined): Policy | undefined {
  if (named !== undefined) return readConfig(named).policy;
  const env = environment();
  const path = findConfig(undefined, env);
  if (path === undefined) return undefined;
  const { policy } = loadConfig({ path, env });
  if (policy === undefined) {
    complain(`${path} has mistakes, so who would be told is left out: see tocsin check`);
  }
  return policy;
}

function complain(what: string): void {
  process.stderr.write(`tocsin parse: ${what}\n`);
}

function failureText(error: unknown): string {
  if (error instanceof Refusal) return `intake would answer ${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
