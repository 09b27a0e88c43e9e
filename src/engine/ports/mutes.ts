import type { Alert } from '../../alert/alert.ts';
import type { Silence } from '../../alert/silence.ts';

/** What mutes, and what was muted, to look at. */
export interface Mutes {
  /** All silences, also those that are over and still kept. */
  silences(): Promise<readonly Silence[]>;
  /** The alerts that one time of a maintenance window muted (`occurrenceOf`), as they are now. */
  during(occurrence: string): Promise<readonly Alert[]>;
}
