import type { ErrorsAsked } from './ask.ts';
import type { ErrorChanged, ErrorWish } from './change.ts';
import type { Asked } from './problem.ts';
import type { ErrorsFound, Watcher } from './read.ts';

/** The errors that people can look at, and resolve. */
export interface ErrorsAtHand {
  /** The projects that are looked at; none for all. */
  readonly projects: readonly string[];
  readonly read: (asked: ErrorsAsked, watcher: Watcher) => Promise<Asked<ErrorsFound>>;
  readonly change: (wish: ErrorWish, signal: AbortSignal) => Promise<Asked<ErrorChanged>>;
}
