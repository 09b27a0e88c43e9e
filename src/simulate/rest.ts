import { isOutstanding, type Group, type Member } from '../alert/group.ts';
import { nextStepAt } from '../rules/escalate.ts';
import { worstOf } from '../rules/group.ts';
import type { Policy } from '../rules/policy.ts';
import type { MemoryStore } from '../store/memory/store.ts';

type State = MemoryStore['state'];

/**
 * Whether something is still to happen by itself that is not a mere repeat of what was told: an alert
 * or a mute ends, an alert has had no data or been calm for long enough, a group is escalated, or
 * somebody was not told yet.
 */
export function moreThanRepeats(state: State, policy: Policy, now: number): boolean {
  return state.timers.keys().some((key) => {
    const group = state.groups.get(key)?.value;
    // A timer that is no group's is an alert's that waits for data.
    if (group === undefined) return true;
    const members = state.members.get(key) ?? new Map<string, Member>();
    if (isUnsettled(group) || isUntold(state, key, members)) return true;
    return nextStepAt(group, worstOf(members, now), policy) !== undefined;
  });
}

function isUnsettled({ anchor, unflushed, emptySince, acknowledged, deliveries }: Group): boolean {
  if (anchor === undefined || unflushed !== undefined || emptySince !== undefined) return true;
  if (acknowledged?.until !== undefined) return true;
  return Object.values(deliveries).some(isOutstanding);
}

/** Whether an alert ends by itself, or ended and that is still to be told, or was not told at all. */
function isUntold({ told }: State, key: string, members: ReadonlyMap<string, Member>): boolean {
  const logs = [...(told.get(key)?.values() ?? [])].map(({ firing }) => new Set(firing));
  return members
    .entries()
    .some(
      ([fingerprint, { endsAt, flapping }]) =>
        endsAt !== undefined ||
        flapping !== undefined ||
        logs.some((firing) => !firing.has(fingerprint)),
    );
}
