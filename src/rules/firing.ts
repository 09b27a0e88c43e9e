import { isResolved } from '../alert/alert.ts';
import type { Group, Member } from '../alert/group.ts';
import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import { memberLabels } from './member-labels.ts';

/** An alert that fires, as its group knows it. */
export interface FiringAlert {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly severity: Severity;
}

/** The alerts of a group that fire at `now` (epoch milliseconds), muted or not. */
export function firingIn(
  group: Group,
  members: ReadonlyMap<string, Member>,
  now: number,
): readonly FiringAlert[] {
  return [...members]
    .filter(([, member]) => !isResolved(member, now))
    .map(([fingerprint, member]) => ({
      fingerprint,
      labels: memberLabels(group, member),
      severity: member.severity,
    }));
}
