import { partsOf, type Load } from './load.ts';
import { runWrk, type Measured } from './wrk.ts';

/** A program under load. */
export interface Runner {
  readonly load: Omit<Load, 'seconds' | 'lines'>;
  /** How many lines its file has. */
  readonly lines: number;
  /** How many alarms it took in. */
  taken(): Promise<number>;
  stop(): Promise<void>;
}

/** So long a program is warmed up before it is measured, in seconds, each time. */
const WARM_UP = 5;

/**
 * Measures a program that is warm: Node compiles what runs often while it runs, and a process that has
 * just begun costs twice as much a request. It is warmed up twice: that all connections close for the first
 * time, and that it is asked for its metrics, has Node compile much of it anew.
 *
 * @param onWarm called when it was warmed up, each time
 */
export async function measure(
  { load, lines }: Pick<Runner, 'load' | 'lines'>,
  seconds: number,
  onWarm: () => Promise<void> = async () => {},
): Promise<Measured> {
  const { warmUp, measured } = partsOf(lines);
  for (const lines of warmUp) {
    await runWrk({ ...load, seconds: WARM_UP, lines });
    await onWarm();
  }
  return runWrk({ ...load, seconds, lines: measured });
}
