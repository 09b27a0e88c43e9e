import type { Load } from './load.ts';

/** A program under load. */
export interface Runner {
  readonly load: Omit<Load, 'seconds'>;
  /** How many alarms it took in. */
  taken(): Promise<number>;
  stop(): Promise<void>;
}
