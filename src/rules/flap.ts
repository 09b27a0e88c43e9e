import type { Alert } from '../alert/alert.ts';
import type { FlappingRule } from './policy.ts';
import type { Change } from './change.ts';

/**
 * An alert with what is known of its last changes, and the mark of one that changes too often. One
 * that is marked stays so until it has been calm for the window. Occurrences come and go by nature.
 *
 * @param at when it changed, epoch milliseconds
 */
export function withChanges(
  alert: Alert,
  known: Alert | undefined,
  { change, at }: { readonly change: Change; readonly at: number },
  rule: FlappingRule | undefined,
): Alert {
  const { transitions: _, flapping: _mark, ...rest } = alert;
  if (rule === undefined || alert.nature === 'occurrence') return rest;
  const { transitions: before = [], flapping: mark } = known ?? {};
  const isChange = change === 'fired' || change === 'resolved';
  const all = isChange ? [...before, ...ownEnd(known, change), at] : before;
  const recent = all.filter((one) => one > at - rule.window).slice(-rule.transitions - 1);
  const still = mark !== undefined && at < mark.until ? mark : undefined;
  const transitions = recent.length > 0 ? { transitions: recent } : {};
  if (!isChange) return { ...rest, ...transitions, ...(still && { flapping: still }) };
  if (still === undefined && recent.length <= rule.transitions) return { ...rest, ...transitions };
  const changes = still?.changes ?? recent.length;
  const flapping = { changes, window: rule.window, until: at + rule.window };
  return { ...rest, ...transitions, flapping };
}

/**
 * An alert as its groups see it: one that flaps is over when it has been calm for long enough, not
 * before, so that neither its ends are told nor that it fires again.
 */
export function heldWhileFlapping(alert: Alert): Alert {
  const { endsAt, flapping } = alert;
  if (endsAt === undefined || flapping === undefined) return alert;
  return { ...alert, endsAt: Math.max(endsAt, flapping.until) };
}

/** Whether a change of an alert is one more of those that are not told. */
export function isOneMore(
  alert: Alert,
  known: Alert | undefined,
  { change, at }: { readonly change: Change; readonly at: number },
): boolean {
  return (
    (change === 'fired' || change === 'resolved') &&
    alert.flapping !== undefined &&
    known?.flapping !== undefined &&
    at < known.flapping.until &&
    alert.severity === known.severity
  );
}

/** The end of an alert that ended by itself, of which no signal told. */
function ownEnd(known: Alert | undefined, change: Change): readonly number[] {
  const { endsAt, seenAt = 0 } = known ?? {};
  return change === 'fired' && endsAt !== undefined && endsAt > seenAt ? [endsAt] : [];
}
