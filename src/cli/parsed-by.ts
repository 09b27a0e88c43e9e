import { InvalidArgumentError } from 'commander';
import { Mistake } from '../config/mistake.ts';

/** A reader of an option's value: what a person wrote wrong is wrong usage, with what to write. */
export function parsedBy<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      throw new InvalidArgumentError(`${error.message}; ${error.hint}`);
    }
  };
}
