/** What people and the bot itself did that somebody may ask about later. */
export type AuditAction =
  | 'subscription-confirmed'
  | 'subscription-removed'
  | 'config-activated'
  | 'dead-letter-replayed'
  | 'dead-letter-discarded'
  | 'alarm-tested'
  | 'receivers-tested';

/** Something that was done. */
export interface Deed {
  /** A person, as the door they came through knows them, or a process of ours. */
  readonly actor: string;
  readonly action: AuditAction;
  /** What it was done to: a topic, an alarm, a group's key, a digest. */
  readonly object: string;
  /** What else is worth knowing; no secrets. */
  readonly details?: Readonly<Record<string, string>>;
  readonly traceId?: string;
}

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
