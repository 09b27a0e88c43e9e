import type { DriftStates } from '../../engine/ports/drift-states.ts';
import type { MemoryState } from './state.ts';

/** How models stand, in memory. */
export function createMemoryDriftStates({ drift }: MemoryState): DriftStates {
  return {
    all: async () => new Map(drift),
    put: async (model, state) => void drift.set(model, state),
    forget: async (model) => void drift.delete(model),
  };
}
