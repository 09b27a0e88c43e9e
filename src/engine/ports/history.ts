import type { PastMoment } from '../../rules/moment.ts';

export type { Moment, PastMoment } from '../../rules/moment.ts';

/** So long moments are kept, in milliseconds. */
export const MOMENTS_KEPT_FOR = 90 * 24 * 60 * 60 * 1000;

/** What happened to groups, oldest first: written by commits, in the same step as what it tells of. */
export interface History {
  /**
   * @param since epoch milliseconds
   * @param until epoch milliseconds, excluded
   */
  between(since: number, until: number): AsyncIterable<PastMoment>;
}
