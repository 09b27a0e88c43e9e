import { WATCHED } from './alarms.ts';
import type { StoredMetric } from './cloudwatch/metric-store.ts';

const MINUTE = 60_000;
/** The story is told faster than things go wrong: they have been wrong for so long when it begins. */
const BEFORE = 6 * MINUTE;
const AFTER = MINUTE;

/**
 * What CloudWatch has of the metrics that the demo's alarms look at: they are well, but around the story.
 *
 * @param toldAt when the story was begun last, epoch milliseconds
 */
export function alarmMetrics(toldAt: () => number): readonly StoredMetric[] {
  const metric = (
    watched: (typeof WATCHED)[keyof typeof WATCHED],
    { well, ill }: { readonly well: number; readonly ill: number },
  ): StoredMetric => ({
    ...watched,
    value(at) {
      const isIll = at > toldAt() - BEFORE && at < toldAt() + AFTER;
      return (isIll ? ill : well) * (1 + 0.12 * Math.sin(at / MINUTE) ** 3);
    },
  });
  return [
    metric(WATCHED.ordersApiErrors, { well: 0.2, ill: 12.4 }),
    metric(WATCHED.checkoutLatency, { well: 640, ill: 4200 }),
    metric(WATCHED.ordersDatabaseCpu, { well: 41, ill: 91.3 }),
    metric(WATCHED.invoiceQueueAge, { well: 12, ill: 2100 }),
  ];
}
