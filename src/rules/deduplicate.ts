import { isResolved, type Alert } from '../alert/alert.ts';
import type { Annotations, Signal } from '../alert/signal.ts';
import type { Classified } from './classify.ts';
import { observeGap } from './nodata.ts';
import type { InsufficientData } from './policy.ts';
import type { Change } from './change.ts';

/** What a signal was in the light of what is known. */
export type Observation =
  | { readonly change: Change; readonly alert: Alert }
  | { readonly change: 'nodata'; readonly alert?: Alert }
  | { readonly change: 'closed'; readonly alert: Alert }
  | { readonly change: 'late' };

interface Context {
  /** When the store took the signal, epoch milliseconds. */
  readonly receivedAt: number;
  readonly now: number;
  readonly resolveTimeout: number;
  /** What no data means; nothing unless told. */
  readonly insufficientData?: InsufficientData | undefined;
}

/**
 * Merges a signal into what is known of its fingerprint. News older than the newest state change is
 * late and changes nothing; the same state again is counted, and does not bring back what a person said
 * is over. While there is no data, what fired goes
 * on firing and what was fine stays so.
 */
export function observe(
  known: Alert | undefined,
  signal: Signal,
  classified: Omit<Classified, 'saidBy'>,
  { receivedAt, now, resolveTimeout, insufficientData }: Context,
): Observation {
  // A time that is still to come would make late all true news until then.
  const changedAt = Math.min(signal.changedAt ?? receivedAt, now);
  if (known !== undefined && changedAt < known.changedAt) return { change: 'late' };
  if (signal.status === 'nodata') {
    const alert = observeGap(known, signal, classified, {
      changedAt,
      now,
      meaning: insufficientData,
    });
    return { change: 'nodata', ...(alert !== undefined && { alert }) };
  }

  if (known?.closed !== undefined && isSaidAgain(known, signal, changedAt)) {
    return { change: 'closed', alert: { ...known, seenAt: now } };
  }

  const fired = known !== undefined && !isResolved(known, now);
  const end = endOf(signal, fired ? known : undefined, { changedAt, now, resolveTimeout });
  const fires = end.endsAt === undefined || end.endsAt > now;
  const goesOn = fired && fires;
  // An end brings no new severity or labels: it belongs to the alert as it was told.
  const { severity, labels } = fired && !fires ? known : classified;
  const alert: Alert = {
    fingerprint: signal.fingerprint,
    source: signal.source,
    nature: signal.nature,
    severity,
    labels,
    annotations: annotationsOf(signal, classified),
    links: signal.links,
    ...(signal.value !== undefined && { value: signal.value }),
    ...(signal.threshold !== undefined && { threshold: signal.threshold }),
    ...(signal.metric !== undefined && { metric: signal.metric }),
    startsAt: startOf(known, signal, { goesOn, fires }),
    ...end,
    changedAt,
    seenAt: now,
    occurrences: goesOn ? known.occurrences + 1 : fires ? 1 : (known?.occurrences ?? 0),
    groups: known?.groups ?? [],
  };
  if (!fires) return { change: fired ? 'resolved' : 'repeated', alert };
  if (!goesOn) return { change: 'fired', alert };
  // One that fired for want of data says something else by now.
  const isSame = known.severity === alert.severity && !firedForGap(known);
  return { change: isSame ? 'repeated' : 'escalated', alert };
}

/**
 * Whether a source only says again that there is what a person said is over: nothing changed since, as
 * far as it says, and what it tells of began no later.
 */
function isSaidAgain(known: Alert, { status, startsAt }: Signal, changedAt: number): boolean {
  if (status !== 'firing') return false;
  return startsAt <= known.startsAt || changedAt <= known.changedAt;
}

function firedForGap({ gap }: Alert): boolean {
  return gap !== undefined && gap.at === undefined;
}

function annotationsOf({ annotations }: Signal, { note }: Pick<Classified, 'note'>): Annotations {
  return note === undefined ? annotations : { ...annotations, tocsin_note: note };
}

/**
 * When the alert is over. What the source says holds until it says a later end; otherwise one that is
 * re-sent while it fires is over `resolve_timeout` after the last word of it.
 */
function endOf(
  signal: Signal,
  firing: Alert | undefined,
  { changedAt, now, resolveTimeout }: Omit<Context, 'receivedAt'> & { readonly changedAt: number },
): Pick<Alert, 'endsAt' | 'endIsPresumed'> {
  if (signal.status === 'resolved') {
    return { endsAt: Math.min(signal.endsAt ?? changedAt, now) };
  }
  if (signal.endsAt !== undefined && signal.endsAt <= now) return { endsAt: signal.endsAt };
  const saidBefore = firing?.endIsPresumed === true ? undefined : firing?.endsAt;
  const ends = [signal.endsAt, saidBefore].filter((end) => end !== undefined);
  if (ends.length > 0) return { endsAt: Math.max(...ends) };
  return signal.resends ? { endsAt: now + resolveTimeout, endIsPresumed: true } : {};
}

function startOf(
  known: Alert | undefined,
  signal: Signal,
  { goesOn, fires }: { readonly goesOn: boolean; readonly fires: boolean },
): number {
  if (known === undefined) return signal.startsAt;
  const { startsAt, endsAt = Number.POSITIVE_INFINITY } = known;
  // What begins after somebody closed it is another, also if they were early.
  if (fires && known.closed !== undefined) return signal.startsAt;
  if (goesOn) return Math.min(startsAt, signal.startsAt);
  // What began before the last time was over is the same, and did not begin later than that.
  const overlaps = startsAt < signal.startsAt && signal.startsAt < endsAt;
  return fires && !overlaps ? signal.startsAt : startsAt;
}
