import type { Signal, Source } from '../../alert/signal.ts';
import { isServiceEvent, readAwsEvent, type AwsEvent } from '../aws/event.ts';
import { plainEvent } from '../aws/plain-event.ts';
import type { Format, MessageContext } from './format.ts';

/** What an event of a service becomes: nothing, signals, or undefined when it is none it knows. */
export type ReadEvent = (event: AwsEvent, context: MessageContext) => readonly Signal[] | undefined;

/**
 * The events of one AWS service.
 *
 * @param service as EventBridge names it: `aws.ecs`.
 * @param kinds who reads an event, by its `detail-type`. What nobody of them knows is told as
 *   information.
 */
export function serviceFormat(
  source: Source,
  service: string,
  kinds: Readonly<Record<string, ReadEvent>>,
): Format {
  return {
    source,
    recognise: (value) => isServiceEvent(value, service),
    toSignals(value, context) {
      const event = readAwsEvent(value);
      if (event === undefined) return undefined;
      const read = Object.hasOwn(kinds, event.detailType) ? kinds[event.detailType] : undefined;
      return read?.(event, context) ?? [plainEvent(event, source, context)];
    },
  };
}
