import type { Severity } from '../../alert/severity.ts';

/** How incidents are handled here. Times are milliseconds. */
export interface IncidentSettings {
  /** Where their cards go: `#name` or an id; absent where they go to where they are opened. */
  readonly channel?: string;
  /** Whether each has a channel of its own, for those who work on it. */
  readonly ownChannel: boolean;
  /** From one status update to the next; absent where none is asked for. */
  readonly updateEvery: Readonly<Partial<Record<Severity, number>>>;
  /** Within what time somebody should have it on. */
  readonly responseTimes: Readonly<Record<Severity, number>>;
}
