import type { SeverityTag, SeverityTags } from '../../engine/ports/severity-tags.ts';

/** How long this process believes what the store said, in milliseconds. */
const BELIEVED = 30_000;
const MOST = 20_000;

interface Remembered {
  /** Absent when the store knew none. */
  readonly tag?: SeverityTag;
  readonly until: number;
}

/**
 * Tags as this process last saw them: the way of a signal has a read of its own for them only where an
 * alarm was not seen here for a while. A tag that another replica read is seen here up to half a minute
 * later.
 *
 * @param now epoch milliseconds
 */
export function createRememberedTags(tags: SeverityTags, now: () => number): SeverityTags {
  const remembered = new Map<string, Remembered>();

  function remember(fingerprint: string, tag: SeverityTag | undefined): void {
    remembered.delete(fingerprint);
    remembered.set(fingerprint, { ...(tag !== undefined && { tag }), until: now() + BELIEVED });
    const [oldest] = remembered.keys();
    if (remembered.size > MOST && oldest !== undefined) remembered.delete(oldest);
  }

  return {
    async get(fingerprints) {
      const unknown = fingerprints.filter((one) => (remembered.get(one)?.until ?? 0) <= now());
      if (unknown.length > 0) {
        const read = await tags.get(unknown);
        for (const fingerprint of unknown) remember(fingerprint, read.get(fingerprint));
      }
      return new Map(
        fingerprints.flatMap((fingerprint): [string, SeverityTag][] => {
          const tag = remembered.get(fingerprint)?.tag;
          return tag === undefined ? [] : [[fingerprint, tag]];
        }),
      );
    },
    async put(fingerprint, tag) {
      await tags.put(fingerprint, tag);
      remember(fingerprint, tag);
    },
  };
}
