import { TAG_KEPT, type SeverityTag, type SeverityTags } from '../../engine/ports/severity-tags.ts';
import type { MemoryState } from './state.ts';

/** The severity tags of alarms, in memory. */
export function createMemorySeverityTags(state: MemoryState, now: () => number): SeverityTags {
  return {
    get: async (fingerprints) =>
      new Map(
        fingerprints.flatMap((fingerprint): [string, SeverityTag][] => {
          const tag = tagOf(state, fingerprint, now());
          return tag === undefined ? [] : [[fingerprint, tag]];
        }),
      ),
    async put(fingerprint, tag) {
      state.severityTags.set(fingerprint, { tag, until: now() + TAG_KEPT });
    },
  };
}

/** The tag of an alarm (by fingerprint), while it is remembered. */
export function tagOf(
  { severityTags }: MemoryState,
  fingerprint: string | undefined,
  now: number,
): SeverityTag | undefined {
  const kept = severityTags.get(fingerprint ?? '');
  return kept === undefined || kept.until <= now ? undefined : kept.tag;
}
