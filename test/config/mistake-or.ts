import { Mistake } from '../../src/config/mistake.ts';

/** What a reader gives, or the Mistake it throws; anything else it throws goes on. */
export function mistakeOr<T>(read: () => T): T | Mistake {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mistake) return error;
    throw error;
  }
}
