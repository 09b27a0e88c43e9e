import type { Signal, Source } from '../../alert/signal.ts';
import type { MessageContext } from '../formats/format.ts';
import { arnName } from './arn.ts';
import { circumstances, type AwsEvent } from './event.ts';
import { sayingOf } from './event-sayings.ts';
import { awsSignal } from './news.ts';

/**
 * The signal of an event that nobody knows more about: information, told once. What happened to what
 * identifies it, so the same thing happening again to the same resource is counted, and a new state told.
 */
export function plainEvent(event: AwsEvent, source: Source, context: MessageContext): Signal {
  const [arn] = event.resources;
  const { summary, identity = [], labels = [] } = sayingOf(event);
  const news = {
    source,
    alertname: event.detailType,
    ...circumstances(event, context),
    identity: [['event_source', event.source], ...identity, ['resource_arn', arn]],
    labels: [...labels, ['resource', arn === undefined ? undefined : arnName(arn)]],
    summary,
    description: event.detail === undefined ? undefined : JSON.stringify(event.detail, null, 2),
    defaultSeverity: 'info',
  } as const;
  return awsSignal('occurrence', news, context);
}
