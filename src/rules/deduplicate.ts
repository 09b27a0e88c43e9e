import { isResolved, type Alert } from '../alert/alert.ts';
import type { Signal } from '../alert/signal.ts';
import type { Classified } from './classify.ts';

/** What a signal was in the light of what is known. */
export type Observation =
  | { readonly change: 'fired' | 'resolved' | 'repeated' | 'escalated'; readonly alert: Alert }
  | { readonly change: 'late' | 'nodata' };

/**
 * Merges a signal into what is known of its fingerprint. News older than the newest state change is
 * late and changes nothing; the same state again is counted. INSUFFICIENT_DATA is ignored: what
 * fired goes on firing until its source says that it is over.
 */
export function observe(
  known: Alert | undefined,
  signal: Signal,
  classified: Classified,
  { now, resolveTimeout }: { readonly now: number; readonly resolveTimeout: number },
): Observation {
  if (signal.status === 'nodata') return { change: 'nodata' };
  if (known !== undefined && signal.changedAt < known.changedAt) return { change: 'late' };

  const fired = known !== undefined && !isResolved(known, now);
  const endsAt = endOf(signal, now, resolveTimeout);
  const fires = endsAt === undefined || endsAt > now;
  const goesOn = known !== undefined && fired && fires;
  const alert: Alert = {
    fingerprint: signal.fingerprint,
    source: signal.source,
    nature: signal.nature,
    severity: classified.severity,
    labels: classified.labels,
    annotations: signal.annotations,
    links: signal.links,
    ...(signal.value !== undefined && { value: signal.value }),
    ...(signal.threshold !== undefined && { threshold: signal.threshold }),
    startsAt: startOf(known, signal, { goesOn, fires }),
    ...(endsAt !== undefined && { endsAt }),
    changedAt: signal.changedAt,
    seenAt: now,
    occurrences: goesOn ? known.occurrences + 1 : fires ? 1 : (known?.occurrences ?? 0),
    groups: known?.groups ?? [],
  };
  if (!fires) return { change: fired ? 'resolved' : 'repeated', alert };
  if (!goesOn) return { change: 'fired', alert };
  return { change: known.severity === alert.severity ? 'repeated' : 'escalated', alert };
}

/** When the alert is over: said by the source, or `resolve_timeout` after the last word of one that re-sends. */
function endOf(signal: Signal, now: number, resolveTimeout: number): number | undefined {
  if (signal.status === 'resolved') return Math.min(signal.endsAt ?? signal.changedAt, now);
  if (signal.endsAt !== undefined) return signal.endsAt;
  return signal.resends ? now + resolveTimeout : undefined;
}

function startOf(
  known: Alert | undefined,
  signal: Signal,
  { goesOn, fires }: { readonly goesOn: boolean; readonly fires: boolean },
): number {
  if (known === undefined) return signal.startsAt;
  if (goesOn) return Math.min(known.startsAt, signal.startsAt);
  return fires ? signal.startsAt : known.startsAt;
}
