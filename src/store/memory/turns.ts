import { TURN_LASTS, type Turns } from '../../engine/ports/turns.ts';
import type { MemoryState } from './state.ts';

/** Turns in memory. */
export function createMemoryTurns({ turns, nextTurns }: MemoryState, now: () => number): Turns {
  function holds(work: string, token: string): boolean {
    const turn = turns.get(work);
    return turn !== undefined && turn.token === token && turn.until > now();
  }

  return {
    async take(work, token, { evenIfNotDue = false } = {}) {
      const due = (nextTurns.get(work) ?? 0) - now();
      if (due > 0 && !evenIfNotDue) return due;
      const taken = (turns.get(work)?.until ?? 0) - now();
      if (taken > 0) return taken;
      turns.set(work, { token, until: now() + TURN_LASTS });
      return 0;
    },
    async renew(work, token) {
      const isOurs = holds(work, token);
      if (isOurs) turns.set(work, { token, until: now() + TURN_LASTS });
      return isOurs;
    },
    async end(work, token, nextInMs) {
      if (!holds(work, token)) return;
      turns.delete(work);
      nextTurns.set(work, now() + nextInMs);
    },
  };
}
