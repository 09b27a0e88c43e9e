import type { Redis } from 'ioredis';
import { z } from 'zod';
import { NO_SILENCES, silenceBook, type Silence, type SilenceBook } from '../../alert/silence.ts';
import type { Commit, Inhibitors } from '../../engine/ports/event-store.ts';
import type { Mutes } from '../../engine/ports/mutes.ts';
import type { Write } from './command.ts';
import type { Keys } from './keys.ts';
import { createRedisKnownAlarms } from './known-alarms.ts';
import { decodeHash } from './record.ts';
import { script } from './script.ts';

/** Keys asked for in one call. */
const KEYS_AT_ONCE = 2_000;
/** Of these so many are looked for at once, and one by one only where there is any. */
const LOOKED_FOR_AT_ONCE = 100;
/** Whoever still waits then has looked again many times: each look keeps it for as long; milliseconds. */
const WAITING_KEPT = 30 * 24 * 60 * 60 * 1000;
/** Members in one command: a script can't pass on any number of arguments. */
const MEMBERS_AT_ONCE = 1_000;

/** Of many hashes, those that are there: few inhibit, and many could be inhibited; most often there is none. */
const existing = script(`
  local found = {}
  for from = 1, #KEYS, ${LOOKED_FOR_AT_ONCE} do
    local to = math.min(from + ${LOOKED_FOR_AT_ONCE - 1}, #KEYS)
    local some = redis.call('EXISTS', unpack(KEYS, from, to))
    for n = from, some > 0 and to or 0 do
      local fields = redis.call('HGETALL', KEYS[n])
      if #fields > 0 then
        found[#found + 1] = n - 1
        found[#found + 1] = fields
      end
    end
  end
  return found
`);

const existingSchema = z.array(z.union([z.int(), z.array(z.string())]));

/** Who inhibits under some keys, as far as there is anybody. */
export async function readInhibitors(
  redis: Redis,
  keys: Keys,
  wanted: ReadonlySet<string>,
): Promise<Inhibitors> {
  const inhibitors = new Map<string, Inhibitors extends ReadonlyMap<string, infer V> ? V : never>();
  const all = [...wanted];
  for (let from = 0; from < all.length; from += KEYS_AT_ONCE) {
    const some = all.slice(from, from + KEYS_AT_ONCE);
    const found = existingSchema.parse(await existing(redis, some.map(keys.inhibitors), []));
    for (let at = 0; at + 1 < found.length; at += 2) {
      const [index, fields] = [found[at], found[at + 1]];
      const key = typeof index === 'number' ? some[index] : undefined;
      if (key !== undefined && Array.isArray(fields))
        inhibitors.set(key, decodeHash(pairs(fields)));
    }
  }
  return inhibitors;
}

function pairs(flat: readonly string[]): Readonly<Record<string, string>> {
  const record: Record<string, string> = {};
  for (let at = 0; at + 1 < flat.length; at += 2) record[flat[at] ?? ''] = flat[at + 1] ?? '';
  return record;
}

/** The book of silences as it is by a version, read only when that is another than last time. */
export function createSilenceReader(
  redis: Redis,
  keys: Keys,
): (version: number) => Promise<SilenceBook> {
  let book = NO_SILENCES;
  let texts = new Map<string, string>();
  return async (version) => {
    if (version === book.version) return book;
    const read = new Map(Object.entries(await redis.hgetall(keys.silences)));
    const silences = [...read].map(([id, text]): Silence => {
      const known = book.all.get(id);
      return known !== undefined && texts.get(id) === text ? known : JSON.parse(text);
    });
    texts = read;
    book = silenceBook(version, silences);
    return book;
  };
}

/** What mutes and what was muted, on Redis, to look at. */
export function createRedisMutes(redis: Redis, keys: Keys): Mutes {
  return {
    silences: async () => [...decodeHash<Silence>(await redis.hgetall(keys.silences)).values()],
    during: async (occurrence) =>
      createRedisKnownAlarms(redis, keys).alerts(await redis.smembers(keys.muted(occurrence))),
  };
}

/** Writes what a commit changes of silences, inhibitions, and who waits for their end. */
export function writeMutes(write: Write, commit: Commit, keys: Keys): void {
  const { changes, expectedSilences = 0 } = commit;
  for (const [id, silence] of changes.silences) {
    if (silence === undefined) write(['HDEL', keys.silences, id]);
    else write(['HSET', keys.silences, id, JSON.stringify(silence)]);
  }
  if (changes.silences.size > 0) write(['SET', keys.silencesVersion, expectedSilences + 1]);
  for (const [key, written] of changes.inhibitors) {
    for (const [fingerprint, inhibitor] of written) {
      if (inhibitor === undefined) write(['HDEL', keys.inhibitors(key), fingerprint]);
      else write(['HSET', keys.inhibitors(key), fingerprint, JSON.stringify(inhibitor)]);
    }
  }
  for (const [mute, written] of changes.waiting) {
    const key = keys.waiting(mute);
    for (const [group, waits] of written)
      write([waits === undefined ? 'SREM' : 'SADD', key, group]);
    write(['PEXPIRE', key, WAITING_KEPT]);
  }
  for (const [occurrence, noted] of changes.muted) {
    const key = keys.muted(occurrence);
    const fingerprints = [...noted];
    for (let from = 0; from < fingerprints.length; from += MEMBERS_AT_ONCE) {
      write(['SADD', key, ...fingerprints.slice(from, from + MEMBERS_AT_ONCE)]);
    }
    write(['PEXPIRE', key, WAITING_KEPT]);
  }
}
