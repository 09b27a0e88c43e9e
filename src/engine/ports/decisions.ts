import type { Reason } from '../../rules/draft.ts';

/** What was decided for one integration of a group, or came of it. */
export interface Decision extends Pick<Reason, 'decision' | 'reason' | 'integration' | 'note'> {
  /** By the store's clock, epoch milliseconds. */
  readonly at: number;
}

/** So many decisions of a group are kept, the newest. */
export const DECISIONS_KEPT = 50;
/** How long after its last decision a group's are kept, in milliseconds: longer than the group. */
export const DECISIONS_KEPT_FOR = 14 * 24 * 60 * 60 * 1000;

/** Why groups were, or were not, notified: for people who ask. */
export interface Decisions {
  append(group: string, decisions: readonly Decision[]): Promise<void>;
  /** Of one group, oldest first. */
  of(group: string): Promise<readonly Decision[]>;
}
