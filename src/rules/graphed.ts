import type { Draft } from './draft.ts';
import type { GraphedEvent } from './event.ts';
import { worstOf } from './group.ts';

/**
 * There is a graph for a message: it shows it from now on, as long as it is edited. A message that is
 * over, or gave way to another, goes without.
 */
export function graphed(draft: Draft, event: GraphedEvent, now: number): void {
  const { integration, episode, graph, traceId } = event;
  const group = draft.group(event.group);
  const delivery = group?.deliveries[integration];
  if (group === undefined || delivery?.handle === undefined || delivery.episode !== episode) {
    const reason = 'its message is over';
    draft.because({ decision: 'ignored', reason, group: event.group, integration });
    return;
  }
  const revision = group.revision + 1;
  const shown = { ...delivery, graph, wanted: revision };
  const deliveries = { ...group.deliveries, [integration]: shown };
  draft.putGroup({ ...group, revision, deliveries });
  draft.because({ decision: 'graphed', reason: 'drawn', group: group.key, integration });
  const severity = worstOf(draft.members(group.key), now);
  draft.addEffect({ kind: 'deliver', group: group.key, integration, severity, traceId });
}
