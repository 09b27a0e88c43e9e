/** What people and the bot itself did that somebody may ask about later. */
export type AuditAction =
  | 'subscription-confirmed'
  | 'subscription-removed'
  | 'config-activated'
  | 'dead-letter-replayed'
  | 'dead-letter-discarded'
  | 'alarm-tested'
  | 'receivers-tested'
  | 'silenced'
  | 'silence-expired'
  | 'acknowledged'
  | 'unacknowledged'
  | 'resolved'
  | 'escalated'
  | 'reassigned'
  | 'noted'
  | 'job-cancelled'
  | 'baseline-created'
  | 'baseline-activated'
  | 'baseline-deleted'
  | 'baseline-restored'
  | 'error-resolved'
  | 'error-reopened'
  | 'action-asked'
  | 'action-approved'
  | 'action-declined'
  | 'action-expired'
  | 'action-starting'
  | 'action-running'
  | 'action-succeeded'
  | 'action-failed'
  | 'action-unknown'
  | 'checklist-posted'
  | 'checklist-ticked'
  | 'checklist-unticked'
  | 'checklist-skipped'
  | 'checklist-found'
  | 'checklist-noted'
  | 'checklist-closed'
  | 'automation-off'
  | 'automation-on'
  | 'automation-stopped'
  | 'automation-started'
  | 'automation-attempted'
  | 'automation-ended'
  | 'predictions-read'
  | 'incident-opened'
  | 'incident-updated'
  | 'incident-noted'
  | 'incident-severity'
  | 'incident-assigned'
  | 'incident-attached'
  | 'incident-detached'
  | 'incident-follow-up'
  | 'incident-followed-up'
  | 'incident-mitigated'
  | 'incident-resolved'
  | 'incident-reopened'
  | 'walk-begun'
  | 'walk-step'
  | 'walk-back'
  | 'walk-noted'
  | 'walk-checked'
  | 'walk-asked'
  | 'walk-assigned'
  | 'walk-handed-over'
  | 'walk-ended'
  | 'walk-reopened';

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

/** The latest time that a `Date` can hold, epoch milliseconds. */
const LAST_TIME = 8.64e15;

/** A time for people who read the trail. */
export function timeText(at: number): string {
  return at > LAST_TIME ? 'never' : new Date(at).toISOString();
}
