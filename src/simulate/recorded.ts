import { Mistake } from '../config/mistake.ts';
import type { Arrival } from '../rules/event.ts';
import { arrivalOf } from './arrival.ts';
import { readInput } from './input.ts';

/**
 * What came in since a moment (epoch milliseconds), as the bot's recordings have it. A message that
 * intake would refuse is left out.
 *
 * @throws InputError when the folder can't be read
 */
export async function* recordedArrivals(
  folder: string,
  since: number,
): AsyncGenerator<Arrival, void> {
  for await (const lines of readInput(folder)) {
    for (const { file, number, occasion } of lines) {
      const { at, what } = occasion;
      if (at < since || !('message' in what)) continue;
      try {
        const { event } = arrivalOf(what.message, at, `${file}:${number}`).acceptance;
        if (event.type === 'signals') yield event;
      } catch (error) {
        if (!(error instanceof Mistake)) throw error;
      }
    }
  }
}
