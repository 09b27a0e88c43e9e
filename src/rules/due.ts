import type { Delivery, Group, NotifyReason } from '../alert/group.ts';
import type { TakenStep } from './escalate.ts';

/**
 * A delivery that is to notify, besides what it had to already. It is of the oldest signal that nobody
 * was told of; where there is none, it came up by itself. That a step calls goes before all else: the
 * rest may be told by what is under way, and then the call is still to be heard. That all is over is so
 * no more where there is another reason by now.
 *
 * @param at when that was decided, epoch milliseconds
 * @param step by which it was, if by one
 */
export function withDue(
  delivery: Delivery,
  group: Group,
  {
    at,
    cameUpAt,
    reason,
    step,
  }: {
    readonly at: number;
    readonly cameUpAt: number;
    readonly reason: NotifyReason;
    readonly step: TakenStep | undefined;
  },
): Delivery {
  const { traceId = '', receivedAt = cameUpAt } = delivery.due ?? group.unflushed ?? {};
  const before = delivery.due?.reason === 'all resolved' ? undefined : delivery.due?.reason;
  const mention = step?.mention ?? delivery.due?.mention;
  const by = step?.by ?? delivery.due?.by;
  return {
    ...delivery,
    wanted: group.revision,
    episode: delivery.episode ?? at,
    due: {
      at,
      reason: step === undefined ? (before ?? reason) : reason,
      traceId,
      receivedAt,
      ...(mention !== undefined && { mention }),
      ...(by !== undefined && { by }),
    },
  };
}
