import { DEEDS_KEPT, type Audit } from '../../engine/ports/audit.ts';
import type { MemoryState } from './state.ts';

/** The audit trail in memory. */
export function createMemoryAudit({ deeds }: MemoryState, now: () => number): Audit {
  return {
    async append(deed) {
      const id = String(Number(deeds.at(-1)?.id ?? 0) + 1);
      deeds.push({ ...deed, id, at: now() });
      if (deeds.length > DEEDS_KEPT) deeds.shift();
    },
    async *list(since = 0) {
      yield* deeds.filter(({ at }) => at >= since);
    },
  };
}
