import type { Signal } from '../../alert/signal.ts';
import type { Arrival } from '../../engine/event.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import { taggedAlarmOf, type TaggedAlarm } from './severity-tag.ts';

export interface TaggedInboxDeps {
  readonly inbox: Inbox;
  /** Told of each signal that fires and whose alarm's tag was never read. Must not wait. */
  readonly onUnknown: (alarm: TaggedAlarm, signal: Signal, event: Arrival) => void;
}

/**
 * An inbox whose signals get the severity of their alarm's tag, as far as it was read before: the
 * store puts it there in the step that takes them in, and no call to AWS stands between a message and
 * its being durable.
 */
export function createTaggedInbox({ inbox, onUnknown }: TaggedInboxDeps): Inbox {
  return {
    deadLetter: (letter) => inbox.deadLetter(letter),
    async accept(acceptance) {
      const { event } = acceptance;
      if (event.type !== 'signals') return inbox.accept(acceptance);
      const alarms = event.signals.map(taggedAlarmOf);
      if (alarms.every((alarm) => alarm === undefined)) return inbox.accept(acceptance);
      const taggedBy = alarms.map((alarm) => alarm?.fingerprint);
      const accepted = await inbox.accept({ ...acceptance, taggedBy });
      const untagged = new Set(accepted.untagged);
      for (const [index, signal] of event.signals.entries()) {
        const alarm = alarms[index];
        if (alarm === undefined || !untagged.has(alarm.fingerprint)) continue;
        if (signal.status === 'firing') onUnknown(alarm, signal, event);
      }
      return accepted;
    },
  };
}
