import type { Alert } from '../alert/alert.ts';
import type { Handle } from '../alert/group.ts';
import { renderMessage } from '../delivery/slack/render.ts';
import type { DeliveryView } from '../delivery/view.ts';
import type { GraphJob } from './graph-queue.ts';

export interface GraphJobOptions {
  /** Whether there is something to draw of an alert. */
  readonly isKnown: (alert: Alert) => boolean;
  /** Whether messages have buttons and menus. */
  readonly hasButtons: boolean;
}

/**
 * The graph that a message is to have once it was delivered like this: that of the worst alert of which
 * there is one; when all is over, the same alert's once more. A message that had none while it fired gets
 * none then, either.
 */
export function graphJobFor(
  view: DeliveryView,
  handle: Handle | undefined,
  { isKnown, hasButtons }: GraphJobOptions,
): GraphJob | undefined {
  const { group, integration, episode, severity, traceId, graph, movedTo } = view;
  const { channel, ts } = handle ?? {};
  if (channel === undefined || ts === undefined || movedTo !== undefined) return undefined;
  const job = { group, integration, episode, severity, traceId };
  if (view.until === undefined) {
    const worst = view.alerts.find(({ alert, resolved }) => !resolved && isKnown(alert));
    if (worst === undefined || graph !== undefined) return undefined;
    return { ...job, alert: worst.alert.fingerprint };
  }
  if (graph === undefined) return undefined;
  const { graph: _before, ...bare } = view;
  // Of what is over only its menu hears presses.
  const presses = hasButtons ? { escalates: false } : undefined;
  return { ...job, alert: graph.of, over: { channel, ts, ...renderMessage(bare, { presses }) } };
}
