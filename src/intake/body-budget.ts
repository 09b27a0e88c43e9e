import { Refusal } from './refusal.ts';

/** What one request may hold of the memory that bodies share. */
export interface BodyLease {
  /** @throws Refusal (503) when all of the bodies under way together would hold too much. */
  take(bytes: number): void;
  /** Gives everything back. */
  end(): void;
}

/** How much bodies under way may hold together, in bytes. */
export interface BodyMemory {
  /** Of all senders who have shown a token. */
  readonly known: number;
  /** Of the others, at each door. */
  readonly strangers: number;
}

const MIB = 1024 * 1024;
const MEMORY: BodyMemory = { known: 64 * MIB, strangers: 16 * MIB };

/**
 * A budget for those who have shown who they are, and one for each door at which anybody may make us
 * read: nobody can take from the others what they need.
 *
 * @returns a lease for each request: of a stranger at the door that is named, else of a known sender.
 */
export function createBodyBudgets({ known, strangers }: BodyMemory = MEMORY): (
  strangersDoor: string | undefined,
) => BodyLease {
  const ofKnown = createBodyBudget(known);
  const ofDoors = new Map<string, () => BodyLease>();
  return (door) => {
    if (door === undefined) return ofKnown();
    const newLease = ofDoors.get(door) ?? createBodyBudget(strangers);
    ofDoors.set(door, newLease);
    return newLease();
  };
}

/**
 * Bounds what all bodies under way hold together, so that many senders who are slow, or large, can't
 * take the memory that everybody needs.
 *
 * @param maxBytes of what has come in, not of what was announced: an announcement costs nothing.
 * @returns a lease for each request.
 */
function createBodyBudget(maxBytes: number): () => BodyLease {
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
