import { Mistake } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';
import { parseJson } from '../intake/json.ts';
import { isRecord } from '../intake/leniency.ts';
import { readIntent, type Intent } from './intent.ts';
import { shown } from './shown.ts';
import { readTime, type TimeForm } from './time-form.ts';

/** The ways in: what a recorded message was posted to. */
const DOORS = ['tocsin', 'sns', 'alertmanager', 'grafana', 'sentry'] as const;
export type Door = (typeof DOORS)[number];

/** A message that came in. */
export interface Message {
  readonly door: Door;
  /** As posted: JSON, or a text where SNS carried one. */
  readonly body: unknown;
  /** The sender's id, where it is not in the body: the same id again is a redelivery. */
  readonly messageId?: string;
}

/** One line of the input: what happened, and when by the virtual clock, epoch milliseconds. */
export interface Occasion {
  readonly at: number;
  readonly form: TimeForm;
  readonly what: { readonly message: Message } | { readonly intent: Intent };
}

const EXAMPLE = 'write {"at": 1.0, "source": "tocsin", "body": {"alerts": […]}}, or an "intent"';

/**
 * Reads one line of the input.
 *
 * @throws Mistake that says what to write instead.
 */
export function readOccasion(line: string): Occasion {
  const json = parseJson(line);
  if (!json.ok) throw new Mistake(`the line is ${json.why}`, EXAMPLE);
  if (!isRecord(json.value)) throw new Mistake('the line is no JSON object', EXAMPLE);
  const fields = json.value;
  const { time: at, form } = readTime(fields['at'], '"at"');
  if (at < 0) throw new Mistake('"at" is before the start', 'write "at": 0 or later');
  if ('intent' in fields) return { at, form, what: { intent: readIntent(fields, at) } };
  return { at, form, what: { message: readMessage(fields) } };
}

function readMessage(fields: Readonly<Record<string, unknown>>): Message {
  const { source, body, messageId } = fields;
  if (source === undefined) throw new Mistake('there is neither "source" nor "intent"', EXAMPLE);
  const door = DOORS.find((one) => one === source);
  if (door === undefined) {
    const meant = typeof source === 'string' ? nearest(source, DOORS) : undefined;
    const hint = meant === undefined ? `write one of ${DOORS.join(', ')}` : `write ${meant}`;
    throw new Mistake(`there is no source ${shown(source)}`, hint);
  }
  if (body === undefined || body === null) {
    throw new Mistake('"body" is missing', 'write what was posted: "body": {…}');
  }
  return { door, body, ...(typeof messageId === 'string' && { messageId }) };
}
