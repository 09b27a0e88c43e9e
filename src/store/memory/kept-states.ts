import type { KeptStates, Said } from '../../engine/ports/kept-states.ts';
import { append, type MemoryState } from './state.ts';

/** How things stand, in memory. */
export function createMemoryStates<State>(
  states: Map<string, State>,
  state: MemoryState,
  now: () => number,
): KeptStates<State> {
  function say(said: Said | undefined): void {
    if (said !== undefined) append(state, { type: 'signals', ...said }, now());
  }
  return {
    all: async () => new Map(states),
    async put(name, next, said) {
      states.set(name, next);
      say(said);
    },
    async forget(name, said) {
      states.delete(name);
      say(said);
    },
  };
}
