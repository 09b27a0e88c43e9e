import type { Signal } from '../../../src/alert/signal.ts';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT } from './alarms.ts';

/** What a message becomes that came at `CONTEXT`, bare or through a topic. */
export function parsed(message: object | string, context: { topic?: string } = {}) {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return parseMessage(text, { ...CONTEXT, ...context });
}

/** The one signal of a message. */
export function signalOf(message: object | string, context: { topic?: string } = {}): Signal {
  const { signals } = parsed(message, context);
  const [signal] = signals;
  if (signal === undefined || signals.length > 1) throw new Error(`${signals.length} signals`);
  return signal;
}

/** The line a person reads. */
export function summaryOf(message: object | string): string | undefined {
  return signalOf(message).annotations.summary;
}

/** The address of a signal's first link. */
export function linkOf(message: object | string): string | undefined {
  return signalOf(message).links[0]?.url;
}
