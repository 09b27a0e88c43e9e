import type { Mutes } from '../../engine/ports/mutes.ts';
import type { MemoryState } from './state.ts';

/** What mutes and what was muted, in memory, to look at. */
export function createMemoryMutes(state: MemoryState): Mutes {
  return {
    silences: async () => [...state.silences.all.values()],
    during: async (occurrence) =>
      [...(state.muted.get(occurrence) ?? [])].flatMap((id) => state.alerts.get(id)?.value ?? []),
  };
}
