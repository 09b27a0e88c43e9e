import { MOMENTS_KEPT_FOR, type History, type Moment } from '../../engine/ports/history.ts';
import type { MemoryState } from './state.ts';

/** The history in memory. */
export function createMemoryHistory({ moments }: MemoryState): History {
  return {
    async *between(since, until) {
      for (const moment of moments) if (moment.at >= since && moment.at < until) yield moment;
    },
  };
}

/** Appends moments, and forgets those that are too old. */
export function keepMoments({ moments }: MemoryState, added: readonly Moment[], now: number): void {
  for (const moment of added) moments.push({ ...moment, at: now });
  const kept = moments.findIndex(({ at }) => at >= now - MOMENTS_KEPT_FOR);
  moments.splice(0, kept);
}
