import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { withSeverity } from '../../alert/signal.ts';
import {
  ABANDONED_AFTER,
  nextVersion,
  type Commit,
  type CommitResult,
  type EventStore,
  type InboxEntry,
  type Timer,
} from '../../engine/ports/event-store.ts';
import { toTimer } from '../timer-name.ts';
import type { ActivePolicy } from './active-policy.ts';
import { announceConfig } from './announce-config.ts';
import { commitAll } from './commit-script.ts';
import { pushCommit, type WrittenTexts } from './commit.ts';
import { dismissConsumers } from './consumers.ts';
import type { Keys } from './keys.ts';
import { createKnown, type Known } from './known.ts';
import { load } from './load.ts';
import { createSilenceReader, readInhibitors } from './mutes.ts';
import { createPunctual } from './punctual.ts';
import { toMilliseconds } from './record.ts';
import { readTag } from './severity-tags.ts';

/** The consumer group that all engines belong to. */
const ENGINES = 'engines';
const TAKE_OVER_AT_MOST = 256;
const ARGUMENTS_AT_ONCE = 20_000;

const resultsSchema = z.array(z.enum(['done', 'conflict', 'gone'])).nullable();
const entrySchema = z.tuple([z.string(), z.array(z.string())]);
const takenSchema = z.array(z.tuple([z.string(), z.array(entrySchema)])).nullable();
const takenOverSchema = z.tuple([z.string(), z.array(entrySchema)]).rest(z.unknown());

export interface RedisEventStore extends EventStore {
  /** Creates what the engines share; call once before anything else. */
  open(): Promise<void>;
  /** Ends the waiting for events, also while there is no connection to wait on. */
  close(): void;
}

/**
 * The engine's store on Redis.
 *
 * @param redis for reads and commits
 * @param waiting a connection of its own, which waits for events
 * @param known what this process knows, where others are to know it, too
 */
export function createRedisEventStore(
  redis: Redis,
  waiting: Redis,
  keys: Keys,
  policy: ActivePolicy,
  known: Known = createKnown(),
): RedisEventStore {
  const consumer = randomUUID();
  const silencesAt = createSilenceReader(redis, keys);
  const onTime = createPunctual(waiting, redis);
  let giveUp: (why: Error) => void = () => {};

  async function createGroup(): Promise<void> {
    try {
      await redis.xgroup('CREATE', keys.inbox, ENGINES, '0', 'MKSTREAM');
    } catch (error) {
      if (!isError(error, 'BUSYGROUP')) throw error;
    }
  }

  /** A Redis that lost everything (a failover to an empty node) gets what the engines share again. */
  async function mending<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!isError(error, 'NOGROUP')) throw error;
      await createGroup();
      return read();
    }
  }

  async function takeNew(max: number, waitMs: number): Promise<readonly InboxEntry[]> {
    const group = ['GROUP', ENGINES, consumer, 'COUNT', max] as const;
    const stream = ['STREAMS', keys.inbox, '>'] as const;
    const block = Math.ceil(waitMs);
    const answer = await new Promise((resolve, reject) => {
      giveUp = reject;
      const read =
        block > 0
          ? onTime(block, () => waiting.xreadgroup(...group, 'BLOCK', block, ...stream))
          : waiting.xreadgroup(...group, ...stream);
      read.then(resolve, reject);
    });
    return (takenSchema.parse(answer)?.[0]?.[1] ?? []).map(toEntry);
  }

  async function takeAbandoned(): Promise<readonly InboxEntry[]> {
    const answer = await redis.xautoclaim(
      keys.inbox,
      ENGINES,
      consumer,
      ABANDONED_AFTER,
      '0',
      'COUNT',
      TAKE_OVER_AT_MOST,
    );
    return takenOverSchema.parse(answer)[1].map(toEntry);
  }

  async function commitInParts(commits: readonly Commit[]): Promise<readonly CommitResult[]> {
    const results: CommitResult[] = [];
    for (const { texts, args } of partsOf(commits, keys)) {
      const answer = await commitAll(
        redis,
        [keys.inbox, keys.timers, keys.policy],
        [ENGINES, texts.length, policy.digest, consumer, ...args],
      ).catch((error: unknown) => {
        // A script that breaks off may have written members and not their group.
        for (const commit of commits) known.groups.forget(commit);
        throw error;
      });
      const parsed = resultsSchema.parse(answer);
      if (parsed === null) return commits.map((_, index) => results[index] ?? 'gone');
      for (const [index, result] of parsed.entries()) {
        const [commit, written] = [commits[results.length], texts[index]];
        if (result === 'done' && commit && written) remember(commit, written);
        results.push(result);
      }
      // What comes later may build on what was not written: it is decided again.
      if (results.includes('conflict')) break;
    }
    return commits.map((_, index) => results[index] ?? 'conflict');
  }

  /** What was written need not be parsed when it is read. */
  function remember(commit: Commit, { alerts, groups }: WrittenTexts): void {
    const { changes, expectedAlerts, firstVersion } = commit;
    for (const [fingerprint, value] of changes.alerts) {
      const version = nextVersion(expectedAlerts.get(fingerprint)?.version ?? 0, firstVersion);
      known.alerts.wrote(fingerprint, alerts.get(fingerprint) ?? '', { version, value });
    }
    known.groups.committed(commit, groups);
  }

  return {
    async open() {
      await createGroup();
      await dismissConsumers(redis, keys.inbox, ENGINES);
    },

    close() {
      waiting.disconnect();
      // A client that is about to connect again forgets what it was asked, and never answers.
      giveUp(new Error('the store is closed'));
    },

    renewPolicy: () => policy.renew(),

    announceConfig: () => announceConfig(redis, keys, policy.digest),

    take: ({ max, waitMs }) => mending(() => takeNew(max, waitMs)),

    takeOver: () => mending(takeAbandoned),

    async timers(max) {
      const [time, first] = await Promise.all([
        redis.time(),
        redis.zrange(keys.timers, 0, '0', 'WITHSCORES'),
      ]);
      const now = toMilliseconds(time);
      const [next] = toTimers(first);
      if (next === undefined || next.due > now) {
        return { now, due: [], ...(next !== undefined && { next: next.due }) };
      }
      const due = await redis.zrangebyscore(
        keys.timers,
        '-inf',
        now,
        'WITHSCORES',
        'LIMIT',
        0,
        max,
      );
      return { now, due: toTimers(due), next: next.due };
    },

    load: (touched) => load(redis, keys, touched, known, silencesAt),

    inhibitors: (wanted) => readInhibitors(redis, keys, wanted),

    commit: (commits) => commitInParts(commits),
  };
}

/** Commits in parts of so many arguments that no script holds the server for long. */
function* partsOf(
  commits: readonly Commit[],
  keys: Keys,
): Generator<{
  readonly texts: readonly WrittenTexts[];
  readonly args: readonly (string | number)[];
}> {
  let texts: WrittenTexts[] = [];
  let args: (string | number)[] = [];
  for (const commit of commits) {
    texts.push(pushCommit(args, commit, keys));
    if (args.length < ARGUMENTS_AT_ONCE) continue;
    yield { texts, args };
    texts = [];
    args = [];
  }
  if (texts.length > 0) yield { texts, args };
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.startsWith(code);
}

/** An entry of the stream: its event and, where its alarms have severity tags, those. */
function toEntry([id, fields]: z.infer<typeof entrySchema>): InboxEntry {
  const [, event = '', , tags] = fields;
  // Redis makes ids of its time and a counter.
  return { id, at: Number.parseInt(id, 10), event: withTags(JSON.parse(event), tags) };
}

/** @param tags a JSON list: for each signal its alarm's tag, or null */
function withTags(event: InboxEntry['event'], tags: string | undefined): InboxEntry['event'] {
  if (tags === undefined || event.type !== 'signals') return event;
  const kept: unknown[] = JSON.parse(tags);
  const signals = event.signals.map((signal, index) => {
    const tag = kept[index] ?? undefined;
    return withSeverity(signal, tag === undefined ? undefined : readTag(tag).severity);
  });
  return { ...event, signals };
}

function toTimers(flat: readonly string[]): readonly Timer[] {
  const timers: Timer[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    timers.push(toTimer(flat[index] ?? '', Number(flat[index + 1])));
  }
  return timers;
}
