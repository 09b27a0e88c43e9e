import type { ChatRequest } from './request.ts';

/** So much may be asked for at once: more than anybody does by hand. */
const BURST = 30;
/** After that so often, in milliseconds. */
const EVERY = 1_000;
const MOST_PEOPLE = 10_000;

/**
 * Whether a request comes at a pace at which people ask. What comes faster is a program's, or somebody's who
 * means harm: it must not fill the queue in which others wait. Each process counts for itself.
 */
export function createPace(): (request: Pick<ChatRequest, 'person' | 'at'>) => boolean {
  /** When all that somebody asked for is forgotten, by their id; who asked last is last. */
  const freeAt = new Map<string, number>();
  return ({ person: { id }, at }) => {
    // A clock that was set back must not lock anybody out for longer than the burst is long.
    const free = Math.min(Math.max(freeAt.get(id) ?? 0, at), at + BURST * EVERY);
    const isInPace = free - at <= (BURST - 1) * EVERY;
    freeAt.delete(id);
    freeAt.set(id, isInPace ? free + EVERY : free);
    if (freeAt.size > MOST_PEOPLE) freeAt.delete(freeAt.keys().next().value ?? id);
    return isInPace;
  };
}
