import { OWN_LIMIT } from '../delivery/adapter.ts';
import type { EngineWatcher } from '../engine/engine.ts';
import type { DeliveryReport } from '../jobs/deliver.ts';
import type { Reason } from '../rules/draft.ts';
import type { Policy } from '../rules/policy.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Wiring } from './wiring.ts';

/** Decisions worth a line each; what came in has one from the intake, what went out from delivery. */
const LOUD: ReadonlySet<string> = new Set(['notify', 'ignored', 'refused', 'fallback']);

/** Decisions whose reasons are words of people or of services: there is no end to their number. */
const WORDED: ReadonlySet<string> = new Set<Reason['decision']>([
  'acknowledged',
  'unacknowledged',
  'escalated',
  'reassigned',
  'resolved',
  'silenced',
  'noted',
  'ignored',
  'refused',
  'failing',
  'fallback',
]);

/** Logs and counts what the rules decide. */
export function watchEngine(
  log: Log,
  metrics: Metrics,
): Pick<EngineWatcher, 'onDecision' | 'onError'> {
  return {
    onDecision(event, reasons) {
      if (event.type === 'signals') {
        for (const { source, status } of event.signals) metrics.signal({ source, status });
      }
      for (const { traceId, ...reason } of reasons) {
        metrics.decision(WORDED.has(reason.decision) ? { ...reason, reason: '' } : reason);
        const trace_id = 'traceId' in event ? event.traceId : traceId;
        const line = { ...(trace_id !== undefined && { trace_id }), ...reason };
        const isFault = event.type === 'signals' && reason.note !== undefined;
        if (isFault) log.warn(line, 'a rule failed');
        else if (LOUD.has(reason.decision)) log.info(line, reason.decision);
        else log.debug(line, reason.decision);
      }
    },
    onError(error, event) {
      log.error({ error, event: event?.type }, 'the engine failed');
    },
  };
}

/** Logs and counts what became of a delivery. */
export function reportDelivery(
  report: DeliveryReport,
  policy: Policy,
  { metrics, log }: Pick<Wiring, 'metrics' | 'log'>,
): void {
  const { target, traceId, outcome, callMs, latencyMs, ...rest } = report;
  const kind = policy.integrationsById.get(target.integration)?.kind ?? 'unknown';
  metrics.delivery({
    integration: kind,
    outcome,
    callSeconds: callMs / 1000,
    ...(latencyMs !== undefined && { latencySeconds: latencyMs / 1000 }),
  });
  const context = { trace_id: traceId, ...target, call_ms: Math.round(callMs), ...rest };
  const delivery = log.named('delivery');
  if (outcome === 'reject') delivery.error(context, 'rejected');
  else if (outcome === 'retry' && rest.why === OWN_LIMIT) delivery.debug(context, 'waits its turn');
  else if (outcome === 'retry') delivery.warn(context, 'to be tried again');
  else if (rest.why !== undefined) delivery.warn(context, 'delivered, but not to all');
  else delivery.info(context, 'delivered');
}

/** Logs which replicas decide, when they run with different configs. */
export function reportStanding(decides: boolean, log: Log): void {
  if (decides)
    log.info({}, 'decides: it has the newest config, or no replica that has it is alive');
  else {
    log.warn(
      {},
      'another replica was started with another config or version: until this one has the same it takes messages in and leaves the rest to that one',
    );
  }
}

/** The same trouble has a line so often, in milliseconds: every connection runs into it, again and again. */
const SAME_TROUBLE_EVERY = 10_000;

/** Logs that something is wrong with Redis, once for all who run into it. */
export function redisTrouble(log: Log): (error: unknown) => void {
  const store = log.named('store');
  const seen = new Map<string, { readonly at: number; times: number }>();
  return (error) => {
    const what = error instanceof Error ? error.message : String(error);
    const last = seen.get(what);
    if (last !== undefined && performance.now() - last.at < SAME_TROUBLE_EVERY) {
      last.times += 1;
      return;
    }
    seen.set(what, { at: performance.now(), times: 1 });
    const before = last === undefined ? {} : { times_since: last.times };
    store.error({ error, ...before }, 'trouble with Redis');
  };
}
