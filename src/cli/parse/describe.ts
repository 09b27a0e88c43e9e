import { isOfAlert, type Signal, type Source } from '../../alert/signal.ts';
import { WEBHOOK_BODY_BYTES } from '../../config/schema/intake.ts';
import { decodeBody, decodeJsonBody } from '../../intake/body.ts';
import type { MessageContext } from '../../intake/formats/format.ts';
import { FORMATS, WEBHOOK_FORMATS } from '../../intake/formats/index.ts';
import { MAX_BODY_BYTES } from '../../intake/http.ts';
import { parseJson } from '../../intake/json.ts';
import { lackOf } from '../../intake/lack.ts';
import { parseMessage, unwrapped, type ParsedMessage } from '../../intake/parse.ts';
import { Refusal } from '../../intake/refusal.ts';
import type { Policy } from '../../rules/policy.ts';
import { humanText, jsonText, warningsOf } from './text.ts';

export interface ParseOptions {
  readonly source?: Source | undefined;
  readonly json?: boolean | undefined;
  /** Shows who would be told by it; JSON has no place for that. */
  readonly policy?: Policy | undefined;
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
  const read = parseAs(message, options);
  // That a deployment runs opens and closes nothing.
  const parsed = { ...read, signals: read.signals.filter(isOfAlert) };
  if (!LARGE.includes(parsed.source)) refuseLarger(input, MAX_BODY_BYTES);
  const { json = false, policy } = options;
  const destination = policy && { policy, topic: unwrapped(message).topic };
  const output = json ? jsonText(parsed) : humanText(parsed, destination);
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
