import type { WholeGroup } from '../engine/ports/groups.ts';
import { firingIn, type FiringAlert } from '../rules/firing.ts';

/** An alert that fires in a group. */
export interface FiringMember extends FiringAlert {
  /** Epoch milliseconds. */
  readonly startsAt: number;
  /** Whether it is not told of. */
  readonly isMuted: boolean;
}

/** The alerts that fire in a group at `now` (epoch milliseconds). */
export function firingMembers(
  { group, members }: WholeGroup,
  now: number,
): readonly FiringMember[] {
  return firingIn(group, members, now).map((alert) => {
    const member = members.get(alert.fingerprint);
    const startsAt = member?.startsAt ?? now;
    return { ...alert, startsAt, isMuted: member?.muted !== undefined };
  });
}
