import type { FreeSettings, LogsAsked } from './ask.ts';
import type { LogOutcome } from './outcome.ts';
import type { Watcher } from './place.ts';
import type { SavedQuery } from './saved-query.ts';

/** The logs that can be searched, by the config. */
export interface LogsAtHand {
  /** By name. */
  readonly saved: ReadonlyMap<string, SavedQuery>;
  /** For queries without a name; absent where no source has logs. */
  readonly free?: FreeSettings;
  /** @throws only when it is aborted */
  readonly run: (asked: LogsAsked, watcher: Watcher) => Promise<LogOutcome>;
}
