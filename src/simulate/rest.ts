import { isOutstanding, type Group, type Member } from '../alert/group.ts';
import { nextStepAt } from '../rules/escalate.ts';
import { worstOf } from '../rules/group.ts';
import type { Policy } from '../rules/policy.ts';
import type { MemoryStore } from '../store/memory/store.ts';

type State = MemoryStore['state'];

/**
 * Whether something is still to happen by itself, until `end`, that is not a mere repeat of what was
 * told: an alert or a mute ends, an alert has had no data or been calm for long enough, a group is
 * escalated, or somebody was not told yet. Times are epoch milliseconds.
 */
export function moreThanRepeats(
  state: State,
  policy: Policy,
  { now, end }: { readonly now: number; readonly end: number },
): boolean {
  return state.timers.keys().some((key) => {
    const group = state.groups.get(key)?.value;
    // A timer that is no group's is an alert's that waits for data.
    if (group === undefined) return true;
    const members = state.members.get(key) ?? new Map<string, Member>();
    if (isUnsettled(group) || isUntold(state, key, members, end)) return true;
    return nextStepAt(group, worstOf(members, now), policy) !== undefined;
  });
}

function isUnsettled({ anchor, unflushed, emptySince, acknowledged, deliveries }: Group): boolean {
  if (anchor === undefined || unflushed !== undefined || emptySince !== undefined) return true;
  if (acknowledged?.until !== undefined) return true;
  return Object.values(deliveries).some(isOutstanding);
}

/** Whether an alert ends by itself, or ended and that is still to be told, or will be told for the first time. */
function isUntold(
  { told }: State,
  key: string,
  members: ReadonlyMap<string, Member>,
  end: number,
): boolean {
  const logs = [...(told.get(key)?.values() ?? [])].map(({ firing }) => new Set(firing));
  const isMissing = (fingerprint: string) => logs.some((firing) => !firing.has(fingerprint));
  return members.entries().some(([fingerprint, { endsAt, flapping, muted }]) => {
    if (endsAt !== undefined || flapping !== undefined) return true;
    if (muted === undefined) return isMissing(fingerprint);
    // Where all that there was is muted, nobody was told anything.
    const isNew = logs.length === 0 || isMissing(fingerprint);
    return isNew && muted.until !== undefined && muted.until <= end;
  });
}
