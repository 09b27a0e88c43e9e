import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AlarmPlace } from '../../alert/alarm-place.ts';
import type { Signal } from '../../alert/signal.ts';
import type { Arrival } from '../../engine/event.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { SeverityTags } from '../../engine/ports/severity-tags.ts';
import { readSeverityTag, withSeverity, type TaggedAlarm } from './severity-tag.ts';

export interface FirstSightDeps {
  /** The client for an account and region; undefined when the config names none. */
  readonly clientFor: (place: AlarmPlace) => CloudWatchClient | undefined;
  readonly inbox: Inbox;
  readonly tags: SeverityTags;
  /** The tag's key. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export interface FirstSight {
  /** Remembers to read the tag of an alarm that was not heard of before. Does not wait. */
  see(alarm: TaggedAlarm, signal: Signal, event: Arrival): void;
  /** Lets go of what was not read. */
  stop(): Promise<void>;
}

/** In a storm the rest is left to the next reconciliation. */
const WAITING_AT_MOST = 1_000;

interface Sighting {
  readonly alarm: TaggedAlarm;
  readonly signal: Signal;
  readonly event: Arrival;
}

/**
 * Reads the tags of alarms that are new to the bot, one after the other and after they were taken in;
 * one that has a severity is taken in once more, with it.
 */
export function createFirstSight(deps: FirstSightDeps): FirstSight {
  const waiting = new Map<string, Sighting>();
  const end = new AbortController();
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (const [fingerprint, sighting] of waiting) {
      try {
        await lookUp(sighting, deps, end.signal);
      } catch (error) {
        if (!end.signal.aborted) deps.onError(error);
      }
      waiting.delete(fingerprint);
      if (end.signal.aborted) break;
    }
    running = undefined;
  }

  return {
    see(alarm, signal, event) {
      const { fingerprint, place } = alarm;
      if (waiting.has(fingerprint) || waiting.size >= WAITING_AT_MOST || end.signal.aborted) return;
      if (deps.clientFor(place) === undefined) return;
      waiting.set(fingerprint, { alarm, signal, event });
      running ??= work();
    },
    async stop() {
      end.abort();
      await running;
    },
  };
}

async function lookUp(
  { alarm, signal, event }: Sighting,
  { clientFor, inbox, tags, key, now }: FirstSightDeps,
  abort: AbortSignal,
): Promise<void> {
  const client = clientFor(alarm.place);
  if (client === undefined) return;
  const severity = await readSeverityTag(client, alarm.arn, key, abort);
  const tag = { readAt: now(), ...(severity !== undefined && { severity }) };
  await tags.put(alarm.fingerprint, tag);
  if (severity === undefined) return;
  const signals = [withSeverity(signal, severity)];
  await inbox.accept({ messageId: `severity:${signal.id}`, event: { ...event, signals } });
}
