import { withSeverity } from '../../alert/signal.ts';
import type { Acceptance, Inbox } from '../../engine/ports/inbox.ts';
import { tagOf } from './severity-tags.ts';
import { append, keepLetter, type MemoryState } from './state.ts';

/** The inbox in memory. */
export function createMemoryInbox(state: MemoryState, now: () => number): Inbox {
  function tagged({ event, taggedBy }: Acceptance): Acceptance['event'] {
    if (event.type !== 'signals' || taggedBy === undefined) return event;
    const signals = event.signals.map((signal, index) =>
      withSeverity(signal, tagOf(state, taggedBy[index], now())?.severity),
    );
    return { ...event, signals };
  }

  return {
    async accept(acceptance) {
      const { messageId, taggedBy = [] } = acceptance;
      if (state.messages.has(messageId)) return { isNew: false, untagged: [] };
      state.messages.add(messageId);
      append(state, tagged(acceptance), now());
      const alarms = taggedBy.filter((alarm) => alarm !== undefined);
      const untagged = alarms.filter((alarm) => tagOf(state, alarm, now()) === undefined);
      return { isNew: true, untagged };
    },
    async deadLetter(letter) {
      if (state.buried.has(letter.messageId)) return;
      state.buried.add(letter.messageId);
      keepLetter(state, letter, now());
    },
  };
}
