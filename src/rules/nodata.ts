import { isResolved, type Alert, type DataGap } from '../alert/alert.ts';
import type { Signal } from '../alert/signal.ts';
import { spanOf } from '../alert/span.ts';
import { holds, type Classified } from './classify.ts';
import type { Draft } from './draft.ts';
import type { DataGapEvent } from './event.ts';
import type { InsufficientData, Policy } from './policy.ts';
import { settle } from './settle.ts';

/** What it means that there is no data for a signal's alert: the first classify rule that says decides. */
export function meaningOfNoData(signal: Signal, policy: Policy): InsufficientData | undefined {
  const rule = policy.classify.find(
    (one) => one.insufficientData !== undefined && holds(one, signal),
  );
  return rule?.insufficientData ?? policy.insufficientData;
}

/**
 * An alert that keeps its state while there is no data, and what it will be taken for if that lasts.
 * However often it is said, a gap begins with the first time. Undefined where it means nothing.
 *
 * @param changedAt since when there is no data, epoch milliseconds
 */
export function observeGap(
  known: Alert | undefined,
  signal: Signal,
  { severity, labels }: Pick<Classified, 'severity' | 'labels'>,
  { changedAt, now, meaning }: Times & { readonly meaning: InsufficientData | undefined },
): Alert | undefined {
  if (meaning === undefined || meaning.policy === 'ignore') return undefined;
  if (known?.gap !== undefined || signal.nature === 'occurrence') return undefined;
  const gap = { since: changedAt, becomes: meaning.policy, at: changedAt + meaning.after };
  if (known !== undefined) return { ...known, changedAt, seenAt: now, gap };
  if (gap.becomes === 'resolved') return undefined;
  return {
    fingerprint: signal.fingerprint,
    source: signal.source,
    nature: signal.nature,
    severity,
    labels,
    annotations: signal.annotations,
    links: signal.links,
    startsAt: changedAt,
    endsAt: changedAt,
    changedAt,
    seenAt: now,
    occurrences: 0,
    groups: [],
    gap,
  };
}

interface Times {
  readonly changedAt: number;
  readonly now: number;
}

/** Keeps an alert without data, and sees to it that the gap is looked at again once it has lasted. */
export function waitOut(draft: Draft, alert: Alert): void {
  draft.putAlert(alert);
  draft.putAlertTimer(alert.fingerprint, alert.gap?.at);
}

/** There has been no data for long enough: the alert is taken for what that means. */
export function gapLasted(
  draft: Draft,
  { fingerprint, due }: DataGapEvent,
  policy: Policy,
  now: number,
): void {
  const known = draft.alert(fingerprint);
  if (known?.gap?.at !== due) return;
  const { gap, ...rest } = known;
  const { since, becomes } = gap;
  if (isResolved(known, now) === (becomes === 'resolved')) {
    draft.putAlert(rest);
    return;
  }
  const alert = taken(rest, { since, becomes }, due, now);
  const origin = { traceId: '', receivedAt: due };
  const change = becomes === 'firing' ? 'fired' : 'resolved';
  settle(draft, alert, known, change, { origin, now, policy, at: due, reason: 'no data' });
}

/** An alert as it is for want of data: from `due` on it fires, or is over. */
function taken(
  { endsAt: _end, endIsPresumed: _presumed, value: _old, closed: _closed, ...known }: Alert,
  gap: DataGap,
  due: number,
  now: number,
): Alert {
  const summary = `No data for ${spanOf(due - gap.since)}`;
  const alert = { ...known, annotations: { ...known.annotations, summary }, seenAt: now, gap };
  return gap.becomes === 'firing'
    ? { ...alert, startsAt: due, occurrences: 1 }
    : { ...alert, endsAt: due };
}
