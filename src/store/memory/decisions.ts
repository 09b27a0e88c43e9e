import { DECISIONS_KEPT, type Decisions } from '../../engine/ports/decisions.ts';
import type { MemoryState } from './state.ts';

/** Decisions in memory. */
export function createMemoryDecisions({ decisions: kept }: MemoryState): Decisions {
  return {
    async append(group, decisions) {
      kept.set(group, [...(kept.get(group) ?? []), ...decisions].slice(-DECISIONS_KEPT));
    },
    of: async (group) => kept.get(group) ?? [],
  };
}
