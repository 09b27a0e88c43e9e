import type { Adapter } from '../adapter.ts';
import { summaryOf, titleOf } from '../wording.ts';

/** Only writes down what it would say: for services that the config gives no credentials for. */
export function createLogAdapter(
  log: (context: Readonly<Record<string, unknown>>, message: string) => void,
): Adapter {
  return {
    detail: 1,
    async deliver(view) {
      if (view.due !== undefined) {
        const [worst] = view.alerts;
        log(
          {
            trace_id: view.traceId,
            integration: view.integration,
            reason: view.due.reason,
            severity: view.severity,
            firing: view.firing.length,
            resolved: view.resolved.length,
            title: titleOf(view),
            summary: worst === undefined ? '' : summaryOf(worst),
          },
          'would notify: no service is configured here',
        );
      }
      return { outcome: 'delivered' };
    },
  };
}
