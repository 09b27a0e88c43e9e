import type { Source } from '../alert/signal.ts';
import type { Arrival } from '../engine/event.ts';
import type { Acceptance } from '../engine/ports/inbox.ts';
import { openMessage, type BareContext } from './parse.ts';
import type { EnvelopeType } from './sns/open-envelope.ts';
import { newTraceId } from './trace-id.ts';

/** A message whose sender needs no check any more, ready to be made durable. */
export interface ReadMessage extends Acceptance {
  readonly event: Arrival;
  readonly source: Source;
  /** What the SNS envelope it came in calls itself. */
  readonly envelope?: EnvelopeType | undefined;
}

/** Reads a message as it lies in a queue or in the dead-letter list, in an SNS envelope or bare. */
export function readMessage(body: string, context: BareContext): ReadMessage {
  const { messageId, topic, source, signals, envelope } = openMessage(body, context);
  const through = topic === undefined ? {} : { topic };
  const event: Arrival = { type: 'signals', traceId: newTraceId(), ...through, signals };
  return { messageId, event, source, envelope };
}
