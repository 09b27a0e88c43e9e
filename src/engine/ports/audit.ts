import type { Deed } from '../../rules/deed.ts';

export type { AuditAction, Deed } from '../../rules/deed.ts';

/** A deed as it lies in the trail. */
export interface AuditRecord extends Deed {
  readonly id: string;
  /** When it was done, by the store's clock, epoch milliseconds. */
  readonly at: number;
}

/** So many deeds are kept, the newest. */
export const DEEDS_KEPT = 10_000;

/** Who did what, durably, oldest first. */
export interface Audit {
  append(deed: Deed): Promise<void>;
  /** @param since epoch milliseconds; all that is kept unless told */
  list(since?: number): AsyncIterable<AuditRecord>;
}
