import type { Inbox } from '../../engine/ports/inbox.ts';
import { append, type MemoryState } from './state.ts';

/** The inbox in memory. */
export function createMemoryInbox(state: MemoryState, now: () => number): Inbox {
  return {
    async accept({ messageId, event }) {
      if (state.messages.has(messageId)) return false;
      state.messages.add(messageId);
      append(state, event, now());
      return true;
    },
    async deadLetter(letter) {
      state.deadLetters.push(letter);
    },
  };
}
