import { isResolved, type Alert } from '../alert/alert.ts';
import type { Group } from '../alert/group.ts';
import { compareSeverity } from '../alert/severity.ts';

/** After so long people are reminded of what they took on and still fires, in milliseconds. */
const REMIND_EVERY = 8 * 60 * 60 * 1000;

/**
 * A group that nobody has on any more: its escalation begins anew; with the step that somebody asked for,
 * where that is not told yet.
 */
export function unacknowledged(known: Group, now: number): Group {
  const { acknowledged: _, escalation, ...group } = known;
  const step = known.called === undefined ? 0 : (escalation?.step ?? 0);
  return {
    ...group,
    handed: { at: now },
    ...(escalation !== undefined && { escalation: { since: now, step } }),
  };
}

/** Whether an alert makes a group worse than it was when somebody took it on. */
export function isWorse({ acknowledged }: Group, alert: Alert, now: number): boolean {
  if (acknowledged === undefined || isResolved(alert, now)) return false;
  return compareSeverity(alert.severity, acknowledged.severity) < 0;
}

/** When a group is looked at because somebody has it on: it ends by itself, or they are reminded. */
export function nextOfAcknowledgement({ acknowledged }: Group): readonly number[] {
  if (acknowledged === undefined) return [];
  const { until } = acknowledged;
  return [nextReminder(acknowledged), ...(until === undefined ? [] : [until])];
}

export function nextReminder({ at, remindedAt = at }: NonNullable<Group['acknowledged']>): number {
  return remindedAt + REMIND_EVERY;
}
