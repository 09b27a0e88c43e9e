import type { KnownDuties } from '../../engine/ports/on-call.ts';
import type { MemoryState } from './state.ts';

/** Who was last known to be on call, in memory. */
export function createMemoryKnownDuties({ knownDuties }: MemoryState): KnownDuties {
  return {
    last: async (schedule) => knownDuties.get(schedule),
    keep: async (schedule, duties) => void knownDuties.set(schedule, duties),
  };
}
