import { TAG_KEPT, type SeverityTag, type SeverityTags } from '../../engine/ports/severity-tags.ts';
import type { MemoryState } from './state.ts';

/** The severity tags of alarms, in memory. */
export function createMemorySeverityTags(
  { severityTags }: MemoryState,
  now: () => number,
): SeverityTags {
  return {
    get: async (fingerprints) =>
      new Map(
        fingerprints.flatMap((fingerprint): [string, SeverityTag][] => {
          const kept = severityTags.get(fingerprint);
          return kept === undefined || kept.until <= now() ? [] : [[fingerprint, kept.tag]];
        }),
      ),
    async put(fingerprint, tag) {
      severityTags.set(fingerprint, { tag, until: now() + TAG_KEPT });
    },
  };
}
