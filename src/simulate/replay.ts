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

const PROGRESS_EVERY = 1_000;

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
  for await (const line of readInput(input)) {
    const { at, form } = line.occasion;
    if (events === 0) {
      if (until !== undefined) refuseOtherForm(until, form);
      onForm?.(form);
      from = at;
    }
    if (until !== undefined && at > until.time) break;
    to = at;
    for (const simulation of simulations) await taken(simulation, line);
    events += 1;
    if (events % PROGRESS_EVERY === 0) onProgress?.(events);
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
