import type { EngineWatcher } from '../engine/engine.ts';
import type { Decision, Decisions } from '../engine/ports/decisions.ts';
import type { Event } from '../rules/event.ts';

const KEPT: ReadonlySet<string> = new Set([
  'notify',
  'quiet',
  'recorded',
  'acknowledged',
  'unacknowledged',
  'resolved',
  'escalated',
  'silenced',
  'noted',
  'failing',
  'fallback',
  'woken',
]);

/**
 * Keeps what flushes decided and deliveries came to, for `tocsin explain`. Signals, of which there may
 * be thousands a second, cost nothing by it; and what fails here fails nothing else.
 */
export function keepDecisions(
  decisions: Decisions,
  now: () => number,
  onError: (error: unknown) => void,
): EngineWatcher['onDecision'] {
  return (event, reasons) => {
    if (!('group' in event) || !tellsSomething(event)) return;
    const note = event.type === 'outcome' ? event.why : undefined;
    const at = now();
    const kept = reasons
      .filter(({ decision }) => KEPT.has(decision))
      .map(({ decision, reason, integration, note: own = note }): Decision => ({
        at,
        decision,
        reason,
        ...(integration !== undefined && { integration }),
        ...(own !== undefined && { note: own }),
      }));
    if (kept.length > 0) void decisions.append(event.group, kept).catch(onError);
  };
}

/** An edit in place, or a delivery that came too late to tell anything, answers no question. */
function tellsSomething(event: Event): boolean {
  return event.type !== 'outcome' || event.dueAt !== undefined || event.result === 'rejected';
}
