import type { WatchStates } from '../../engine/ports/watch-states.ts';
import type { MemoryState } from './state.ts';

/** How the watch rules stand, in memory. */
export function createMemoryWatchStates({ watch }: MemoryState): WatchStates {
  return {
    all: async () => new Map(watch),
    put: async (rule, state) => void watch.set(rule, state),
    forget: async (rule) => void watch.delete(rule),
  };
}
