import type { Group, Member, Told } from '../../alert/group.ts';
import { nextVersion, type Commit, type Versioned } from '../../engine/ports/event-store.ts';
import type { WrittenFields } from '../../rules/written.ts';
import { createKept } from './kept.ts';
import { decode } from './record.ts';

/** Room for groups with all their members, in characters: some hundred thousands of members. */
const MOST = 100_000_000;
/** About what a member takes, in characters. */
const MEMBER = 300;

/** What belongs to a group, in hashes of their own. */
export interface Contents {
  readonly members: ReadonlyMap<string, Member>;
  readonly told: ReadonlyMap<string, Told>;
}

/**
 * Groups as they were last read or written by this process. Whoever needs one reads its record all the same,
 * for others may have written it; while that is as it was, so are its members and what was told of it, for
 * nothing writes those without the record (`Changes`).
 */
export interface KnownGroups {
  /** The group that a record's text is of. */
  readonly read: (key: string, text: string | null | undefined) => Versioned<Group>;
  /** True where there may be `contents`. */
  readonly has: (key: string) => boolean;
  /** What belongs to a group whose record has just been read; undefined where that is to be read, too. */
  readonly contents: (key: string, group: Versioned<Group>) => Contents | undefined;
  /**
   * What was read a moment after the record. Were it newer than that, so would the record be by now: then it
   * is not taken for this one any more, and nothing is committed that builds on it.
   */
  readonly readWith: (key: string, group: Versioned<Group>, contents: Contents) => void;
  /** A commit was done; `texts` are the records that it wrote, by group. */
  readonly committed: (commit: Commit, texts: ReadonlyMap<string, string>) => void;
}

interface KnownGroup {
  readonly size: number;
  readonly text: string;
  readonly group: Versioned<Group>;
  readonly contents?: Contents | undefined;
  /** The contents, as long as nobody else has them: they are written in place. */
  own?: OwnContents | undefined;
}

interface OwnContents {
  readonly members: Map<string, Member>;
  readonly told: Map<string, Told>;
}

/** @param most characters that are kept of them, by and large */
export function createKnownGroups(most = MOST): KnownGroups {
  const kept = createKept<KnownGroup>(most);

  function keep(key: string, one: Omit<KnownGroup, 'size'>): Versioned<Group> {
    const size = one.text.length + (one.contents?.members.size ?? 0) * MEMBER;
    kept.set(key, { ...one, size });
    return one.group;
  }

  function commitGroup(key: string, commit: Commit, text: string | undefined): void {
    const { changes, expectedGroups, now } = commit;
    const value = changes.groups.get(key);
    const known = kept.get(key);
    kept.forget(key);
    if (value === undefined || text === undefined) return;
    const before = expectedGroups.get(key)?.version ?? 0;
    const group = { version: nextVersion(before, now), value };
    const isKnown = before === 0 || known?.group.version === before;
    const contents = before === 0 ? NOTHING : known?.contents;
    if (!isKnown || contents === undefined) {
      keep(key, { text, group });
      return;
    }
    const own = known?.own ?? { members: new Map(contents.members), told: new Map(contents.told) };
    write(own.members, key, changes.members);
    write(own.told, key, changes.told);
    keep(key, { text, group, contents: own, own });
  }

  return {
    read(key, text) {
      if (text === null || text === undefined) return decode(text);
      const known = kept.get(key);
      if (known?.text === text) return known.group;
      return keep(key, { text, group: decode<Group>(text) });
    },

    has: (key) => kept.get(key)?.contents !== undefined,

    contents(key, group) {
      const known = kept.get(key);
      if (known?.group !== group) return undefined;
      known.own = undefined;
      return known.contents;
    },

    readWith(key, group, contents) {
      const known = kept.get(key);
      if (known?.group === group) keep(key, { text: known.text, group, contents });
    },

    committed(commit, texts) {
      for (const key of commit.changes.groups.keys()) commitGroup(key, commit, texts.get(key));
    },
  };
}

const NOTHING: Contents = { members: new Map(), told: new Map() };

function write<T>(fields: Map<string, T>, key: string, all: WrittenFields<T>): void {
  for (const [field, value] of all.get(key) ?? []) {
    if (value === undefined) fields.delete(field);
    else fields.set(field, value);
  }
}
