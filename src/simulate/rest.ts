import { isOutstanding, type Group, type Member } from '../alert/group.ts';
import type { MemoryStore } from '../store/memory/store.ts';

type State = MemoryStore['state'];

/**
 * Whether something is still to happen by itself that is not a mere repeat of what was told: an alert
 * ends, a group has not flushed since its last news, or somebody was not told yet.
 */
export function moreThanRepeats({ timers, groups, members, told }: State): boolean {
  for (const key of timers.keys()) {
    const group = groups.get(key)?.value;
    if (group === undefined) continue;
    if (isUnsettled(group)) return true;
    const logs = [...(told.get(key)?.values() ?? [])].map(({ firing }) => new Set(firing));
    for (const [fingerprint, member] of members.get(key) ?? []) {
      if (isOpen(member)) return true;
      if (logs.some((firing) => !firing.has(fingerprint))) return true;
    }
  }
  return false;
}

function isUnsettled({ anchor, unflushed, emptySince, deliveries }: Group): boolean {
  if (anchor === undefined || unflushed !== undefined || emptySince !== undefined) return true;
  return Object.values(deliveries).some(isOutstanding);
}

/** It ends by itself, or has ended and that is still to be told. */
function isOpen({ endsAt }: Member): boolean {
  return endsAt !== undefined;
}
