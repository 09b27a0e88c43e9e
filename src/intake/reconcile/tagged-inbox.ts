import type { Signal } from '../../alert/signal.ts';
import type { Arrival } from '../../engine/event.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { SeverityTags } from '../../engine/ports/severity-tags.ts';
import { taggedAlarmOf, withSeverity, type TaggedAlarm } from './severity-tag.ts';

export interface TaggedInboxDeps {
  readonly inbox: Inbox;
  readonly tags: SeverityTags;
  /** Told of each signal that fires and whose alarm's tag was never read. Must not wait. */
  readonly onUnknown: (alarm: TaggedAlarm, signal: Signal, event: Arrival) => void;
}

/**
 * An inbox that gives signals the severity of their alarm's tag, as far as it was read before: no
 * call to AWS stands between a message and its being durable.
 */
export function createTaggedInbox({ inbox, tags, onUnknown }: TaggedInboxDeps): Inbox {
  return {
    deadLetter: (letter) => inbox.deadLetter(letter),
    async accept({ messageId, event }) {
      if (event.type !== 'signals') return inbox.accept({ messageId, event });
      const alarms = event.signals.map(taggedAlarmOf);
      const wanted = alarms.flatMap((alarm) => alarm?.fingerprint ?? []);
      if (wanted.length === 0) return inbox.accept({ messageId, event });
      // A store that does not answer here will not take the message either, and says so.
      const known = await tags.get(wanted).catch(() => undefined);
      const signals = event.signals.map((signal, index) =>
        withSeverity(signal, known?.get(alarms[index]?.fingerprint ?? '')?.severity),
      );
      const isNew = await inbox.accept({ messageId, event: { ...event, signals } });
      if (!isNew || known === undefined) return isNew;
      for (const [index, signal] of event.signals.entries()) {
        const alarm = alarms[index];
        if (alarm === undefined || known.has(alarm.fingerprint)) continue;
        if (signal.status === 'firing') onUnknown(alarm, signal, event);
      }
      return true;
    },
  };
}
