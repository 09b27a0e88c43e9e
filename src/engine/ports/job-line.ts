import type { Deed } from './audit.ts';

/** Slow work that somebody asked for. */
export interface JobInLine {
  readonly id: string;
  /** Who asked. */
  readonly person: string;
  /** When, epoch milliseconds: the line is in this order. */
  readonly at: number;
}

/** Somebody said that it is not wanted any more. */
export interface Cancelled {
  readonly state: 'cancelled';
  /** What people call them. */
  readonly by: string;
}

/**
 * - `ours`: it may be done now
 * - `waits`: for so many others to begin before it; `isOwn` where others of who asked are why
 */
export type JobTurn =
  | { readonly state: 'ours' }
  | { readonly state: 'waits'; readonly ahead: number; readonly isOwn: boolean }
  | Cancelled;

/** So much slow work is done at once, by all replicas; and of what one person asked for. */
export const MOST_AT_ONCE = 4;
export const MOST_OF_ONE_AT_ONCE = 2;
/** So much may one person have, done or waiting. */
export const MOST_OF_ONE = 5;

/** What nobody asks about for so long, in milliseconds, has lost its place and its turn. */
export const PLACE_KEPT_FOR = 10_000;

/** The line in which slow work waits for its turn, and where it is cancelled; all replicas share it. */
export interface JobLine {
  /** Takes a place. False when who asked has as many as one may have; harmless when it has one already. */
  enter(job: JobInLine): Promise<boolean>;
  /**
   * Takes the turn, if it is time; or the place again. Who takes it last has it: a process that fell silent
   * and comes back finds that it lost it.
   */
  take(job: JobInLine, token: string): Promise<JobTurn>;
  /** Keeps the turn. */
  renew(id: string, token: string): Promise<{ readonly state: 'ours' | 'lost' } | Cancelled>;
  /** Gives turn and place back. */
  leave(id: string): Promise<void>;
  /**
   * Has it cancelled, and says so in the audit trail in the same step. False when somebody had that done
   * before.
   */
  cancel(id: string, by: string, deed: Deed): Promise<boolean>;
}
