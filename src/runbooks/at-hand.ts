import type { Problem } from '../config/problem.ts';
import type { ParsedRunbook } from './format/parse.ts';

/** The runbooks as their files are now. */
export interface Shelf {
  /** Those that are good to use, by name. One whose file got broken is there as it was before. */
  readonly runbooks: readonly ParsedRunbook[];
  /** What keeps files and folders from being used as they are. */
  readonly problems: readonly Problem[];
}

export interface RunbooksAtHand {
  readonly current: () => Shelf;
}
