import type { Alert } from '../alert/alert.ts';
import type { Change } from './change.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { heldWhileFlapping, isOneMore, withChanges } from './flap.ts';
import { end } from './group.ts';
import { markInhibitor } from './inhibit.ts';
import { place } from './placement.ts';

interface SettleContext extends Context {
  /** When it changed, epoch milliseconds. */
  readonly at: number;
  /** For the log, where it is not the change. */
  readonly reason?: string;
  /** What else the log should say. */
  readonly note?: string | undefined;
}

/**
 * Keeps an alert as it is from now on, and says so in its groups: it goes where the routes want it,
 * and its end is told where it fired. Of one that flaps no change is told but that it does.
 */
export function settle(
  draft: Draft,
  observed: Alert,
  known: Alert | undefined,
  change: Change,
  { at, reason = change, note, ...context }: SettleContext,
): void {
  const changed = withChanges(observed, known, { change, at }, context.policy.flapping);
  const alert = markInhibitor(draft, changed, known, context);
  const isNews = change !== 'repeated' && !isOneMore(alert, known, { change, at });
  const seen = heldWhileFlapping(alert);
  const groups =
    change === 'resolved'
      ? endEverywhere(draft, seen, { ...context, visible: isNews })
      : place(draft, seen, known, { ...context, isNews });
  draft.putAlert({ ...alert, groups });
  if (known?.gap?.at !== undefined) draft.putAlertTimer(alert.fingerprint, undefined);
  draft.because({
    decision: isNews ? 'joined' : 'counted',
    reason: change !== 'repeated' && alert.flapping !== undefined ? 'flapping' : reason,
    fingerprint: alert.fingerprint,
    ...(groups[0] !== undefined && { group: groups[0] }),
    ...(note !== undefined && { note }),
  });
}

/** An end is told where the alert fired, whatever the routes say by now. */
function endEverywhere(
  draft: Draft,
  alert: Alert,
  context: Context & { readonly visible: boolean },
): readonly string[] {
  for (const key of alert.groups) end(draft, key, alert, context);
  return alert.groups;
}
