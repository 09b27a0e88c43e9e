import { Mistake } from '../config/mistake.ts';
import { inputError, readInput, type Line } from './input.ts';
import type { Simulation } from './simulation.ts';
import type { TimeForm, WrittenTime } from './time-form.ts';

export interface ReplayOptions {
  /** A file of events, or a folder of recordings. */
  readonly input: string;
  /** What happens later is not looked at. */
  readonly until?: WrittenTime;
  /** Told now and then how many events were taken. */
  readonly onProgress?: (events: number) => void;
  /** Told how times are written, before anybody is told anything. */
  readonly onForm?: (form: TimeForm) => void;
}

/** How much was replayed; times are epoch milliseconds of the virtual clock. */
export interface Replayed {
  readonly events: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Plays the input to some simulations in step.
 *
 * @throws InputError with what is wrong with the input
 * @throws Mistake when `until` is written in another form than the input's times
 */
export async function replay(
  simulations: readonly Simulation[],
  options: ReplayOptions,
): Promise<Replayed> {
  const { input, until, onProgress, onForm } = options;
  let [events, from, to] = [0, 0, 0];
  for await (const read of readInput(input)) {
    const lines = read.filter(({ occasion: { at } }) => until === undefined || at <= until.time);
    const [first] = read;
    if (events === 0 && first !== undefined) {
      const { at, form } = first.occasion;
      if (until !== undefined) refuseOtherForm(until, form);
      onForm?.(form);
      from = at;
    }
    for (const line of lines) {
      for (const simulation of simulations) await taken(simulation, line);
    }
    events += lines.length;
    to = lines.at(-1)?.occasion.at ?? to;
    onProgress?.(events);
    if (lines.length < read.length) break;
  }
  for (const simulation of simulations) {
    if (until === undefined) await simulation.toTheEnd();
    else await simulation.until(until.time);
  }
  return { events, from, to };
}

async function taken(simulation: Simulation, line: Line): Promise<void> {
  try {
    await simulation.take(line.occasion);
  } catch (error) {
    throw error instanceof Mistake ? inputError(line, error) : error;
  }
}

function refuseOtherForm(until: WrittenTime, form: TimeForm): void {
  if (until.form.name === form.name) return;
  throw new Mistake(
    `--until is ${until.form.name}, and the times of the input are ${form.name}`,
    'write it as they are',
  );
}
