import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Member } from '../../alert/group.ts';
import type { SilenceBook } from '../../alert/silence.ts';
import { WAKE_AT_ONCE, type Loaded, type Touched } from '../../engine/ports/event-store.ts';
import type { Keys } from './keys.ts';
import type { KnownGroups } from './known-groups.ts';
import type { Known } from './known.ts';
import { readGroups } from './read-groups.ts';
import { readHash } from './read-hash.ts';
import { toMicroseconds, toMilliseconds } from './record.ts';
import { script } from './script.ts';

/** One field of each of many hashes: a command for each would cost more than the reading. */
const fields = script(`
  local found = {}
  for n, key in ipairs(KEYS) do found[n] = redis.call('HGET', key, ARGV[n]) end
  return found
`);

const fieldsSchema = z.array(z.string().nullable());

/** Reads what a batch touches, in one round trip; in more where groups are not as they were known here. */
export async function load(
  redis: Redis,
  keys: Keys,
  touched: Touched,
  known: Known,
  silencesAt: (version: number) => Promise<SilenceBook>,
): Promise<Loaded> {
  const fingerprints = [...touched.alerts];
  const records = [...fingerprints.map(keys.alert), keys.silencesVersion];
  const mutes = [...touched.waiting];
  const routes = [...touched.openings];
  const unknown = new Map([...touched.joining].filter(([key]) => !known.groups.hasContents(key)));
  const [time, texts, { groups, contents }, read, waiting, openings] = await Promise.all([
    redis.time(),
    redis.mget(records),
    readGroups(redis, keys, touched.groups, touched.members, known.groups),
    readMembers(redis, keys, unknown),
    Promise.all(mutes.map((mute) => redis.srandmember(keys.waiting(mute), WAKE_AT_ONCE))),
    Promise.all(routes.map((id) => readHash<number>(redis, keys.openings(id)))),
  ]);
  const alerts = fingerprints.map(
    (fingerprint, index) => [fingerprint, known.alerts.read(fingerprint, texts[index])] as const,
  );
  return {
    now: toMilliseconds(time),
    firstVersion: toMicroseconds(time),
    alerts: new Map(alerts),
    groups,
    members: new Map([...contents].map(([key, { members }]) => [key, members])),
    joining: await joiningIn(redis, keys, { groups, read }, touched.joining, known.groups),
    told: new Map([...contents].map(([key, { told }]) => [key, told])),
    silences: await silencesAt(Number(texts.at(-1) ?? 0)),
    waiting: new Map(mutes.map((mute, index) => [mute, waiting[index] ?? []])),
    openings: new Map(routes.map((id, index) => [id, openings[index] ?? new Map()])),
  };
}

/** Some members of some groups, as far as they are there: read where they are not known. */
async function joiningIn(
  redis: Redis,
  keys: Keys,
  { groups, read }: Pick<Loaded, 'groups'> & { readonly read: Loaded['joining'] },
  wanted: Touched['joining'],
  known: KnownGroups,
): Promise<Loaded['joining']> {
  const members = new Map(read);
  const changed = new Map<string, ReadonlySet<string>>();
  for (const [key, fingerprints] of wanted) {
    if (members.has(key)) continue;
    const group = groups.get(key);
    const some = group && known.members(key, group, fingerprints);
    if (some === undefined) changed.set(key, fingerprints);
    else members.set(key, some);
  }
  for (const [key, some] of await readMembers(redis, keys, changed)) members.set(key, some);
  return members;
}

/** Reads some members of some groups. */
async function readMembers(
  redis: Redis,
  keys: Keys,
  wanted: Touched['joining'],
): Promise<Loaded['joining']> {
  const members = new Map<string, Map<string, Member>>();
  if (wanted.size === 0) return members;
  const hashes: string[] = [];
  const names: string[] = [];
  for (const [key, fingerprints] of wanted) {
    for (const fingerprint of fingerprints) {
      hashes.push(keys.members(key));
      names.push(fingerprint);
    }
  }
  const texts = fieldsSchema.parse(await fields(redis, hashes, names));
  let at = 0;
  for (const [key, fingerprints] of wanted) {
    const some = new Map<string, Member>();
    for (const fingerprint of fingerprints) {
      const text = texts[at] ?? undefined;
      if (text !== undefined) some.set(fingerprint, JSON.parse(text));
      at += 1;
    }
    members.set(key, some);
  }
  return members;
}
