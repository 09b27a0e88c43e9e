import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Alert } from '../../alert/alert.ts';
import type { Group, Member, Told } from '../../alert/group.ts';
import { withSeverity } from '../../alert/signal.ts';
import type { SilenceBook } from '../../alert/silence.ts';
import {
  ABANDONED_AFTER,
  WAKE_AT_ONCE,
  type Commit,
  type CommitResult,
  type EventStore,
  type InboxEntry,
  type Loaded,
  type Timer,
  type Touched,
} from '../../engine/ports/event-store.ts';
import { toTimer } from '../timer-name.ts';
import { isActive, type ActivePolicy } from './active-policy.ts';
import { announceConfig } from './announce-config.ts';
import { commitArguments } from './commit.ts';
import { dismissConsumers } from './consumers.ts';
import type { Keys } from './keys.ts';
import { createSilenceReader, readInhibitors } from './mutes.ts';
import { createPunctual } from './punctual.ts';
import { decode, decodeFields, decodeHash, toMilliseconds } from './record.ts';
import { script } from './script.ts';
import { readTag } from './severity-tags.ts';

/** The consumer group that all engines belong to. */
const ENGINES = 'engines';
const TAKE_OVER_AT_MOST = 256;
const ARGUMENTS_AT_ONCE = 20_000;

/**
 * For each commit: checks that what was read is still so and that the cause is still there, then
 * carries out its commands. The cause is used up last of the checks and first of the writes, so a
 * commit that fails leaves no trace. What a failed commit would have written is `spoiled`: a later
 * one of the batch builds on it, and must not be fooled by a version that somebody else wrote.
 * While another policy is active nothing is committed: that is for those who run with it.
 */
const commitAll = script(`
  if not (${isActive('KEYS[3]', 'ARGV[3]')}) then return false end
  local at = 4
  local function take() at = at + 1; return ARGV[at - 1] end
  local results, spoiled = {}, {}
  for n = 1, tonumber(ARGV[2]) do
    local entry, timer, due = take(), take(), take()
    local result, checked = 'done', {}
    for _ = 1, tonumber(take()) do
      local key, version = take(), take()
      local known = string.match(redis.call('GETRANGE', key, 0, 15), '^%d+') or '0'
      if known ~= version or spoiled[key] then result = 'conflict' end
      checked[#checked + 1] = key
    end
    if timer ~= '' then
      local score = redis.call('ZSCORE', KEYS[2], timer)
      if not score or tonumber(score) ~= tonumber(due) then result = 'gone' end
      if result == 'done' then redis.call('ZREM', KEYS[2], timer) end
    elseif #redis.call('XRANGE', KEYS[1], entry, entry) == 0 then
      result = 'gone'
    elseif result == 'done' then
      redis.call('XACK', KEYS[1], ARGV[1], entry)
      redis.call('XDEL', KEYS[1], entry)
    end
    for _ = 1, tonumber(take()) do
      local argc = tonumber(take())
      if result == 'done' then redis.call(unpack(ARGV, at, at + argc - 1)) end
      at = at + argc
    end
    if result ~= 'done' then for _, key in ipairs(checked) do spoiled[key] = true end end
    results[n] = result
  end
  return results
`);

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
 */
export function createRedisEventStore(
  redis: Redis,
  waiting: Redis,
  keys: Keys,
  policy: ActivePolicy,
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
    for (const part of partsOf(commits.map((commit) => commitArguments(commit, keys)))) {
      const answer = await commitAll(
        redis,
        [keys.inbox, keys.timers, keys.policy],
        [ENGINES, part.length, policy.digest, ...part.flat()],
      );
      const parsed = resultsSchema.parse(answer);
      if (parsed === null) return commits.map((_, index) => results[index] ?? 'gone');
      results.push(...parsed);
      // What comes later may build on what was not written: it is decided again.
      if (results.includes('conflict')) break;
    }
    return commits.map((_, index) => results[index] ?? 'conflict');
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

    load: (touched) => load(redis, keys, touched, silencesAt),

    inhibitors: (wanted) => readInhibitors(redis, keys, wanted),

    commit: (commits) => commitInParts(commits),
  };
}

/** Commits in parts of so many arguments that no script holds the server for long. */
function partsOf<T>(commits: readonly (readonly T[])[]): (readonly T[])[][] {
  const parts: (readonly T[])[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const commit of commits) {
    if (size + commit.length > ARGUMENTS_AT_ONCE) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(commit);
    size += commit.length;
  }
  return parts;
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && error.message.startsWith(code);
}

async function load(
  redis: Redis,
  keys: Keys,
  touched: Touched,
  silencesAt: (version: number) => Promise<SilenceBook>,
): Promise<Loaded> {
  const fingerprints = [...touched.alerts];
  const groupKeys = [...touched.groups];
  const records = [
    ...fingerprints.map(keys.alert),
    ...groupKeys.map(keys.group),
    keys.silencesVersion,
  ];
  const whole = [...touched.members];
  const joining = [...touched.joining];
  const mutes = [...touched.waiting];
  const routes = [...touched.openings];
  const [time, texts, members, joined, told, waiting, openings] = await Promise.all([
    redis.time(),
    redis.mget(records),
    Promise.all(whole.map((key) => redis.hgetall(keys.members(key)))),
    Promise.all(joining.map(([key, some]) => redis.hmget(keys.members(key), ...some))),
    Promise.all(whole.map((key) => redis.hgetall(keys.told(key)))),
    Promise.all(mutes.map((mute) => redis.srandmember(keys.waiting(mute), WAKE_AT_ONCE))),
    Promise.all(routes.map((id) => redis.hgetall(keys.openings(id)))),
  ]);
  const alerts = fingerprints.map(
    (fingerprint, index) => [fingerprint, decode<Alert>(texts[index])] as const,
  );
  const groups = groupKeys.map(
    (key, index) => [key, decode<Group>(texts[fingerprints.length + index])] as const,
  );
  return {
    now: toMilliseconds(time),
    alerts: new Map(alerts),
    groups: new Map(groups),
    members: new Map(whole.map((key, index) => [key, decodeHash<Member>(members[index])])),
    joining: new Map(
      joining.map(([key, some], index) => [key, decodeFields<Member>([...some], joined[index])]),
    ),
    told: new Map(whole.map((key, index) => [key, decodeHash<Told>(told[index])])),
    silences: await silencesAt(Number(texts.at(-1) ?? 0)),
    waiting: new Map(mutes.map((mute, index) => [mute, waiting[index] ?? []])),
    openings: new Map(routes.map((id, index) => [id, decodeHash<number>(openings[index])])),
  };
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
