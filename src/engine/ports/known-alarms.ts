import type { AlarmPlace } from '../../alert/alarm-place.ts';
import type { Alert } from '../../alert/alert.ts';

/** What the bot knows of CloudWatch's alarms, to hold against what CloudWatch says. */
export interface KnownAlarms {
  /** Those of some fingerprints that are known, whether they fire or not. */
  alerts(fingerprints: readonly string[]): Promise<readonly Alert[]>;
  /** All that fire in an account and region, without looking at any other. */
  firing(place: AlarmPlace): Promise<readonly Alert[]>;
}
