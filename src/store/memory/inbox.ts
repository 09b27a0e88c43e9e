import type { Inbox } from '../../engine/ports/inbox.ts';
import { append, keepLetter, type MemoryState } from './state.ts';

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
      if (state.buried.has(letter.messageId)) return;
      state.buried.add(letter.messageId);
      keepLetter(state, letter, now());
    },
  };
}
