import { DEEDS_KEPT, type Audit, type Deed } from '../../engine/ports/audit.ts';
import type { MemoryState } from './state.ts';

/** The audit trail in memory. */
export function createMemoryAudit(state: MemoryState, now: () => number): Audit {
  return {
    append: async (deed) => keepDeed(state, deed, now()),
    async *list(since = 0) {
      yield* state.deeds.filter(({ at }) => at >= since);
    },
  };
}

/** Appends to the trail. */
export function keepDeed({ deeds }: MemoryState, deed: Deed, at: number): void {
  const id = String(Number(deeds.at(-1)?.id ?? 0) + 1);
  deeds.push({ ...deed, id, at });
  if (deeds.length > DEEDS_KEPT) deeds.shift();
}
