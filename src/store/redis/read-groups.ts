import type { Redis } from 'ioredis';
import type { Group, Member, Told } from '../../alert/group.ts';
import type { Versioned } from '../../engine/ports/event-store.ts';
import type { Keys } from './keys.ts';
import type { Contents, KnownGroups } from './known-groups.ts';
import { readHash } from './read-hash.ts';

interface ReadGroups {
  readonly groups: ReadonlyMap<string, Versioned<Group>>;
  /** Of those of which they were wanted. */
  readonly contents: ReadonlyMap<string, Contents>;
}

/**
 * Reads groups, and of some what belongs to them, in one round trip; or in two where a group is not as it
 * was known here.
 */
export async function readGroups(
  redis: Redis,
  keys: Keys,
  wanted: ReadonlySet<string>,
  whole: ReadonlySet<string>,
  known: KnownGroups,
): Promise<ReadGroups> {
  const names = [...wanted];
  const unknown = [...whole].filter((key) => !known.hasContents(key));
  const [texts, first] = await Promise.all([
    names.length === 0 ? [] : redis.mget(names.map(keys.group)),
    readContents(redis, keys, unknown),
  ]);
  const groups = new Map(names.map((key, index) => [key, known.read(key, texts[index])]));
  const contents = new Map<string, Contents>();
  const add = ([key, some]: readonly [string, Contents]) => {
    const group = groups.get(key);
    if (group !== undefined) known.readWith(key, group, some);
    contents.set(key, some);
  };
  first.forEach(add);
  const changed: string[] = [];
  for (const key of whole) {
    const group = groups.get(key);
    const some = contents.get(key) ?? (group && known.contents(key, group));
    if (some === undefined) changed.push(key);
    else contents.set(key, some);
  }
  const later = changed.length === 0 ? [] : await readContents(redis, keys, changed);
  later.forEach(add);
  return { groups, contents };
}

function readContents(
  redis: Redis,
  keys: Keys,
  groups: readonly string[],
): Promise<readonly (readonly [string, Contents])[]> {
  return Promise.all(
    groups.map(async (key) => {
      const [members, told] = await Promise.all([
        readHash<Member>(redis, keys.members(key)),
        readHash<Told>(redis, keys.told(key)),
      ]);
      return [key, { members, told }] as const;
    }),
  );
}
