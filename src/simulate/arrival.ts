import type { Signal } from '../alert/signal.ts';
import { Mistake } from '../config/mistake.ts';
import type { Acceptance } from '../engine/ports/inbox.ts';
import { WEBHOOK_FORMATS } from '../intake/formats/index.ts';
import { isRecord } from '../intake/leniency.ts';
import { parseJson } from '../intake/json.ts';
import { openMessage } from '../intake/parse.ts';
import { postedSignals } from '../intake/webhooks/receive.ts';
import type { Message } from './occasion.ts';

/** Nobody looks for what was simulated in a log. */
const NO_TRACE = '0'.repeat(32);

/** What intake makes of a message, ready for the inbox. */
export interface Taken {
  readonly acceptance: Acceptance;
  /** By the fingerprint of each signal whose own message says a severity: the word for it. */
  readonly saying: ReadonlyMap<string, string>;
}

/**
 * Takes a message in through intake's own parsers, at `at` (epoch milliseconds).
 *
 * @param id what the message goes by when nobody gave it an id
 * @throws Mistake with what intake would have answered.
 */
export function arrivalOf(message: Message, at: number, id: string): Taken {
  if (message.door === 'sns') return throughTopic(message, at, id);
  const messageId = message.messageId ?? id;
  const body = jsonOf(message.body);
  const signals = posted(message, body, at, messageId);
  const saying = saidIn(signals);
  const timed = signals.map((signal, index) => {
    const alert = alertOf(body, index);
    const word = isRecord(alert['labels']) ? alert['labels']['severity'] : undefined;
    if (typeof word === 'string' && word !== '') saying.set(signal.fingerprint, word);
    return onVirtualClock(signal, alert, at);
  });
  return {
    acceptance: { messageId, event: { type: 'signals', traceId: NO_TRACE, signals: timed } },
    saying,
  };
}

function throughTopic({ body, messageId: given }: Message, at: number, id: string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { messageId, topic, signals } = openMessage(text, {
    messageId: given ?? id,
    receivedAt: at,
  });
  const timed = signals.map((signal) => onVirtualClock(signal, {}, at));
  const through = topic === undefined ? {} : { topic };
  const event = { type: 'signals' as const, traceId: NO_TRACE, ...through, signals: timed };
  return { acceptance: { messageId, event }, saying: saidIn(signals) };
}

function posted({ door }: Message, body: unknown, at: number, messageId: string) {
  const format = WEBHOOK_FORMATS.find(({ source }) => source === door);
  const reading = format?.read(body);
  if (reading === undefined || !reading.ok) {
    const why = reading?.why ?? 'it has no address';
    throw new Mistake(`intake would refuse the body: ${why}`, `write what is posted to ${door}`);
  }
  return postedSignals(reading, { messageId }, at);
}

/** A body may also stand in the line as the text that was posted. */
function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  const json = parseJson(body);
  if (json.ok) return json.value;
  throw new Mistake(`the body is ${json.why}`, 'write what was posted: "body": {…}');
}

function saidIn(signals: readonly Signal[]): Map<string, string> {
  return new Map(
    signals.flatMap(({ severity, fingerprint }) =>
      severity === undefined ? [] : [[fingerprint, severity] as const],
    ),
  );
}

/** The formats make one signal of each alert, in order. */
function alertOf(body: unknown, index: number): Readonly<Record<string, unknown>> {
  const alerts: unknown = isRecord(body) ? body['alerts'] : undefined;
  const alert: unknown = Array.isArray(alerts) ? alerts[index] : undefined;
  return isRecord(alert) ? alert : {};
}

/** A time this far ahead is the calendar's, in a message that is replayed on a clock that began at 0. */
const ANOTHER_CLOCK = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * A signal with its times on the virtual clock: an alert may have begun before second 0, which intake
 * takes for no time; and where the clock counts seconds from 0, what the calendar says began just now.
 */
function onVirtualClock(
  signal: Signal,
  { startsAt }: Readonly<Record<string, unknown>>,
  at: number,
): Signal {
  if (typeof startsAt === 'number' && startsAt < 0) {
    return { ...signal, startsAt: Math.round(startsAt * 1000) };
  }
  const ahead = signal.startsAt - at;
  if (ahead < ANOTHER_CLOCK) return signal;
  const { endsAt } = signal;
  return { ...signal, startsAt: at, ...(endsAt !== undefined && { endsAt: endsAt - ahead }) };
}
