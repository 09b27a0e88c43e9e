import type { Alert } from '../alert/alert.ts';
import type { Draft } from './draft.ts';
import { end } from './group.ts';
import { markInhibitor } from './inhibit.ts';
import { place, type PlacementContext } from './placement.ts';

/** How an alert differs from what was known of it. */
export type Change = 'fired' | 'resolved' | 'repeated' | 'escalated';

/**
 * Keeps an alert as it is from now on, and says so in its groups: it goes where the routes want it,
 * and its end is told where it fired.
 *
 * @returns the keys of the groups it is in
 */
export function settle(
  draft: Draft,
  alert: Alert,
  known: Alert | undefined,
  change: Change,
  context: PlacementContext,
): readonly string[] {
  const groups =
    change === 'resolved'
      ? endEverywhere(draft, alert, context)
      : place(draft, alert, known, { ...context, isNews: change !== 'repeated' });
  draft.putAlert(markInhibitor(draft, { ...alert, groups }, known, context));
  if (known?.gap?.at !== undefined) draft.putAlertTimer(alert.fingerprint, undefined);
  return groups;
}

/** An end is told where the alert fired, whatever the routes say by now. */
function endEverywhere(draft: Draft, alert: Alert, context: PlacementContext): readonly string[] {
  for (const key of alert.groups) end(draft, key, alert, context);
  return alert.groups;
}
