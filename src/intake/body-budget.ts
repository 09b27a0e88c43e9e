import { Refusal } from './refusal.ts';

/** What one request may hold of the memory that bodies share. */
export interface BodyLease {
  /** @throws Refusal (503) when all of the bodies under way together would hold too much. */
  take(bytes: number): void;
  /** Gives everything back. */
  end(): void;
}

/**
 * Bounds what all bodies under way hold together, so that many senders who are slow, or large, can't
 * take the memory that everybody needs.
 *
 * @param maxBytes of what has come in, not of what was announced: an announcement costs nothing.
 * @returns a lease for each request.
 */
export function createBodyBudget(maxBytes: number): () => BodyLease {
  let held = 0;
  return () => {
    let mine = 0;
    return {
      take(bytes) {
        if (held + bytes > maxBytes) {
          const headers = { 'retry-after': '1' };
          throw new Refusal(503, 'too much is being sent at once; send it again', { headers });
        }
        held += bytes;
        mine += bytes;
      },
      end() {
        held -= mine;
        mine = 0;
      },
    };
  };
}
