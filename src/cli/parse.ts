import { Command, InvalidArgumentError } from 'commander';
import type { Signal, Source } from '../alert/signal.ts';
import { nearest } from '../config/nearest.ts';
import { WEBHOOK_BODY_BYTES } from '../config/schema/intake.ts';
import { decodeBody, decodeJsonBody } from '../intake/body.ts';
import type { MessageContext } from '../intake/formats/format.ts';
import { FORMATS, WEBHOOK_FORMATS } from '../intake/formats/index.ts';
import { MAX_BODY_BYTES } from '../intake/http.ts';
import { parseJson } from '../intake/json.ts';
import { lackOf } from '../intake/lack.ts';
import { parseMessage, type ParsedMessage } from '../intake/parse.ts';
import { Refusal } from '../intake/refusal.ts';
import { readInput } from './parse/input.ts';
import { humanText, jsonText, warningsOf } from './parse/text.ts';

const KNOWN_SOURCES: readonly Source[] = [...new Set(FORMATS.map(({ source }) => source))];

export interface ParseOptions {
  readonly source?: Source | undefined;
  readonly json?: boolean | undefined;
  /** When the message counts as received, epoch milliseconds. */
  readonly now: number;
}

/** What a message becomes, as it is printed. */
export interface DescribedMessage {
  /** For standard output. */
  readonly output: string;
  /** For standard error: what in it was passed over. */
  readonly warnings: readonly string[];
}

/**
 * Says what a message becomes.
 *
 * @throws Refusal with what intake would answer.
 */
export function describeMessage(input: Uint8Array, options: ParseOptions): DescribedMessage {
  refuseLarger(input, WEBHOOK_BODY_BYTES);
  const message = decodeBody(input).trim();
  if (message === '') throw new Refusal(400, 'the message is empty');
  refuseBrokenEnvelope(message);
  const parsed = parseAs(message, options);
  if (!LARGE.includes(parsed.source)) refuseLarger(input, MAX_BODY_BYTES);
  const output = options.json === true ? jsonText(parsed) : humanText(parsed);
  return { output, warnings: warningsOf(parsed) };
}

/** What these post to an address of their own may be larger than what comes through SNS. */
const LARGE: readonly Source[] = ['alertmanager', 'grafana', 'sentry'];

function refuseLarger(input: Uint8Array, max: number): void {
  if (input.byteLength > max) throw new Refusal(413, `the message is larger than ${max} bytes`);
}

function parseAs(message: string, { source, now }: ParseOptions): ParsedMessage {
  const context = { messageId: 'stdin', receivedAt: now };
  if (source === undefined) return parseMessage(message, context);
  const formats = FORMATS.filter((format) => format.source === source);
  const parsed = parseMessage(message, context, formats);
  return parsed ?? { source, signals: asPosted(message, source, { ...context, sentAt: now }) };
}

/** What becomes of a message at the address of its own that a kind has. */
function asPosted(message: string, source: Source, context: MessageContext): readonly Signal[] {
  const format = WEBHOOK_FORMATS.find((one) => one.source === source);
  if (format === undefined) throw new Refusal(400, notOf(source, message));
  const reading = format.read(decodeJsonBody(Buffer.from(message)));
  if (!reading.ok) throw new Refusal(400, reading.why);
  return reading.signals(context);
}

function notOf(source: Source, message: string): string {
  const lack = lackOf(source, message);
  return `the message is not of source ${source}${lack === undefined ? '' : `: ${lack}`}`;
}

/** What begins like an SNS message and is not whole, intake would refuse rather than read as text. */
function refuseBrokenEnvelope(message: string): void {
  if (!message.startsWith('{')) return;
  const head = message.slice(0, 4096);
  if (!/"Type"\s*:\s*"(?:Notification|\w+Confirmation)"/u.test(head)) return;
  const json = parseJson(message);
  if (!json.ok && /"(?:TopicArn|MessageId|SignatureVersion)"\s*:/u.test(head)) {
    throw new Refusal(400, `malformed SNS envelope: ${json.why}`);
  }
  const { value } = json.ok ? json : { value: undefined };
  if (typeof value !== 'object' || value === null || !('TopicArn' in value)) return;
  for (const field of ['MessageId', 'TopicArn', 'Message']) {
    if (typeof Object.entries(value).find(([name]) => name === field)?.[1] !== 'string') {
      throw new Refusal(400, `malformed SNS envelope: ${field} is missing or wrong`);
    }
  }
}

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
  $ pbpaste | tocsin parse --source cloudwatch

Exit status: 0 it becomes signals (or needs none), 1 intake would refuse it or it can't be read, 2 wrong usage.`;

/** `tocsin parse`: what a message becomes. */
export function parseCommand(): Command {
  return new Command('parse')
    .description('what a message becomes: its signals, or the error intake would answer')
    .argument('[file]', 'the message (else standard input, as for -)')
    .option('--source <source>', `read it as this: ${KNOWN_SOURCES.join(', ')}`, parseSource)
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => {
      // Commander ends with 1 on wrong usage; in this command 1 means that the message was refused.
      process.exit(exitCode === 0 ? 0 : 2);
    })
    .action(async (file: string | undefined, options: { source?: Source; json?: boolean }) => {
      try {
        const input = await readInput(file);
        const { output, warnings } = describeMessage(input, { ...options, now: Date.now() });
        for (const warning of warnings) complain(`warning: ${warning}`);
        process.stdout.write(output);
      } catch (error) {
        complain(failureText(error));
        process.exitCode = 1;
      }
    });
}

function complain(what: string): void {
  process.stderr.write(`tocsin parse: ${what}\n`);
}

function failureText(error: unknown): string {
  if (error instanceof Refusal) return `intake would answer ${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
