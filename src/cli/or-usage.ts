import type { Command } from 'commander';
import { Mistake } from '../config/mistake.ts';

/** Reads an argument; what a person wrote wrong ends the command as wrong usage, with what to write. */
export function orUsage<T>(command: Command, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return command.error(`error: ${error.message}; ${error.hint}`);
  }
}

/** The same of what takes its time. */
export async function inUsage<T>(command: Command, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    return orUsage(command, () => {
      throw error;
    });
  }
}
