import type { Group, Member, Told } from '../../alert/group.ts';
import { nextVersion, type Commit, type Versioned } from '../../engine/ports/event-store.ts';
import type { WrittenFields } from '../../rules/written.ts';
import { createKept } from './kept.ts';
import { decode } from './record.ts';

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
  readonly hasContents: (key: string) => boolean;
  /** What belongs to a group whose record has just been read; undefined where that is to be read, too. */
  readonly contents: (key: string, group: Versioned<Group>) => Contents | undefined;
  /**
   * Some members of a group whose record has just been read, as far as they are there; undefined where they
   * are to be read, too.
   */
  readonly members: (
    key: string,
    group: Versioned<Group>,
    fingerprints: Iterable<string>,
  ) => ReadonlyMap<string, Member> | undefined;
  /**
   * What was read a moment after the record. Were it newer than that, so would the record be by now: then it
   * is not taken for this one any more, and nothing is committed that builds on it.
   */
  readonly readWith: (key: string, group: Versioned<Group>, contents: Contents) => void;
  /** It is not known what became of a commit: what belongs to its groups is read again. */
  readonly forget: (commit: Commit) => void;
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
export function createKnownGroups(most: number): KnownGroups {
  const kept = createKept<KnownGroup>(most);

  function keep(key: string, one: Omit<KnownGroup, 'size'>): Versioned<Group> {
    const size = one.text.length + (one.contents?.members.size ?? 0) * MEMBER;
    kept.set(key, { ...one, size });
    return one.group;
  }

  /** What belonged to a group at a version, to be written; undefined where that is not known. */
  function ownAt(key: string, version: number): OwnContents | undefined {
    if (version === 0) return { members: new Map(), told: new Map() };
    const known = kept.get(key);
    if (known?.contents === undefined || known.group.version !== version) return undefined;
    const { members, told } = known.contents;
    return known.own ?? { members: new Map(members), told: new Map(told) };
  }

  function commitGroup(key: string, commit: Commit, text: string | undefined): void {
    const { changes, expectedGroups, firstVersion } = commit;
    const value = changes.groups.get(key);
    const before = expectedGroups.get(key)?.version ?? 0;
    const own = ownAt(key, before);
    kept.forget(key);
    if (value === undefined || text === undefined) return;
    if (own !== undefined) {
      write(own.members, key, changes.members);
      write(own.told, key, changes.told);
    }
    const group = { version: nextVersion(before, firstVersion), value };
    keep(key, { text, group, contents: own, own });
  }

  return {
    read(key, text) {
      if (text === null || text === undefined) return decode(text);
      const known = kept.get(key);
      if (known?.text === text) return known.group;
      return keep(key, { text, group: decode<Group>(text) });
    },

    hasContents: (key) => kept.get(key)?.contents !== undefined,

    contents(key, group) {
      const known = kept.get(key);
      if (known?.group !== group) return undefined;
      known.own = undefined;
      return known.contents;
    },

    members(key, group, fingerprints) {
      const known = kept.get(key);
      if (known?.group !== group || known.contents === undefined) return undefined;
      const some = new Map<string, Member>();
      for (const fingerprint of fingerprints) {
        const member = known.contents.members.get(fingerprint);
        if (member !== undefined) some.set(fingerprint, member);
      }
      return some;
    },

    readWith(key, group, contents) {
      const known = kept.get(key);
      if (known?.group === group) keep(key, { text: known.text, group, contents });
    },

    forget({ changes }) {
      for (const key of changes.groups.keys()) kept.forget(key);
    },

    committed(commit, texts) {
      for (const key of commit.changes.groups.keys()) commitGroup(key, commit, texts.get(key));
    },
  };
}

function write<T>(fields: Map<string, T>, key: string, all: WrittenFields<T>): void {
  for (const [field, value] of all.get(key) ?? []) {
    if (value === undefined) fields.delete(field);
    else fields.set(field, value);
  }
}
