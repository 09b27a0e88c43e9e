import type { DeadLetters, KeptLetter } from '../../engine/ports/dead-letters.ts';
import { append, type MemoryState } from './state.ts';

/** The dead-letter list in memory. */
export function createMemoryDeadLetters(state: MemoryState, now: () => number): DeadLetters {
  function take({ id, messageId }: KeptLetter): boolean {
    const index = state.deadLetters.findIndex((one) => one.id === id);
    if (index < 0) return false;
    state.deadLetters.splice(index, 1);
    state.buried.delete(messageId);
    return true;
  }

  return {
    async *list() {
      const letters = state.deadLetters.slice();
      yield* letters;
    },
    find: async (id) => state.deadLetters.find((one) => one.id === id),
    async replay(letter, { event, messageId }) {
      if (!take(letter)) return 'gone';
      if (messageId !== undefined && state.messages.has(messageId)) return 'accepted before';
      if (messageId !== undefined) state.messages.add(messageId);
      append(state, event, now());
      return 'replayed';
    },
    discard: async (letter) => take(letter),
  };
}
