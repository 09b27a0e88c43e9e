import type { Said, WatchStates } from '../../engine/ports/watch-states.ts';
import { append, type MemoryState } from './state.ts';

/** How the watch rules stand, in memory. */
export function createMemoryWatchStates(state: MemoryState, now: () => number): WatchStates {
  const { watch } = state;
  function say(said: Said | undefined): void {
    if (said !== undefined) append(state, { type: 'signals', ...said }, now());
  }
  return {
    all: async () => new Map(watch),
    async put(rule, next, said) {
      watch.set(rule, next);
      say(said);
    },
    async forget(rule, said) {
      watch.delete(rule);
      say(said);
    },
  };
}
