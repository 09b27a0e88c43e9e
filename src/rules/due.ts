import type { Delivery, Group, NotifyReason } from '../alert/group.ts';

/**
 * A delivery that is to notify, besides what it had to already. It is of the oldest signal that nobody
 * was told of; where there is none, it came up at `at` by itself.
 *
 * @param at when that was decided, epoch milliseconds
 * @param by who asked for it
 */
export function withDue(
  delivery: Delivery,
  group: Group,
  {
    at,
    cameUpAt,
    reason,
    mention,
    by,
  }: {
    readonly at: number;
    readonly cameUpAt: number;
    readonly reason: NotifyReason;
    readonly mention?: string | undefined;
    readonly by?: string;
  },
): Delivery {
  const { traceId = '', receivedAt = cameUpAt } = delivery.due ?? group.unflushed ?? {};
  const called = mention ?? delivery.due?.mention;
  const caller = by ?? delivery.due?.by;
  return {
    ...delivery,
    wanted: group.revision,
    episode: delivery.episode ?? at,
    due: {
      at,
      reason: delivery.due?.reason ?? reason,
      traceId,
      receivedAt,
      ...(called !== undefined && { mention: called }),
      ...(caller !== undefined && { by: caller }),
    },
  };
}
