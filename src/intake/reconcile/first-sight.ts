import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AlarmPlace } from '../../alert/alarm-place.ts';
import type { Severity } from '../../alert/severity.ts';
import { withSeverity, type Signal } from '../../alert/signal.ts';
import type { Arrival } from '../../engine/event.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { SeverityTags } from '../../engine/ports/severity-tags.ts';
import { readSeverityTag, type TaggedAlarm } from './severity-tag.ts';

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
/** Time series of one alarm that have waited together for its tag. */
const SERIES_AT_MOST = 500;

interface Sighting {
  readonly signal: Signal;
  readonly event: Arrival;
}

/** The time series of one alarm that were heard of before its tag was read. */
interface Unread {
  readonly alarm: TaggedAlarm;
  readonly sightings: Sighting[];
}

/**
 * Reads the tags of alarms that are new to the bot, one after the other and after they were taken in;
 * one that has a severity is taken in once more, with it.
 */
export function createFirstSight(deps: FirstSightDeps): FirstSight {
  const waiting = new Map<string, Unread>();
  const end = new AbortController();
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (const unread of waiting.values()) {
      try {
        await lookUp(unread);
      } catch (error) {
        if (!end.signal.aborted) deps.onError(error);
      }
      if (end.signal.aborted) break;
    }
    running = undefined;
  }

  async function lookUp({ alarm, sightings }: Unread): Promise<void> {
    let severity: Severity | undefined;
    try {
      severity = await readTag(alarm, deps, end.signal);
    } finally {
      // What comes from now on finds the tag in the store, or asks once more.
      waiting.delete(alarm.fingerprint);
    }
    if (severity === undefined) return;
    for (const { signal, event } of sightings) {
      const signals = [withSeverity(signal, severity)];
      await deps.inbox.accept({
        messageId: `severity:${signal.id}`,
        event: { ...event, signals },
      });
    }
  }

  return {
    see(alarm, signal, event) {
      if (end.signal.aborted || deps.clientFor(alarm.place) === undefined) return;
      const unread = waiting.get(alarm.fingerprint) ?? { alarm, sightings: [] };
      const { sightings } = unread;
      if (sightings.length >= SERIES_AT_MOST || waiting.size >= WAITING_AT_MOST) return;
      sightings.push({ signal, event });
      waiting.set(alarm.fingerprint, unread);
      running ??= work();
    },
    async stop() {
      end.abort();
      await running;
    },
  };
}

/** Reads a tag and remembers it. */
async function readTag(
  { arn, fingerprint, place }: TaggedAlarm,
  { clientFor, tags, key, now }: FirstSightDeps,
  abort: AbortSignal,
): Promise<Severity | undefined> {
  const client = clientFor(place);
  if (client === undefined) return undefined;
  const severity = await readSeverityTag(client, arn, key, abort);
  await tags.put(fingerprint, { readAt: now(), ...(severity !== undefined && { severity }) });
  return severity;
}
