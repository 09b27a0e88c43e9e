import type { Alert } from '../../alert/alert.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Group, Member, Told } from '../../alert/group.ts';
import type { Effect } from '../../rules/draft.ts';
import type { FailingEvent, OutcomeEvent } from '../../rules/event.ts';

export type { Effect };

/** One integration of one group: what a delivery is for. */
export interface Target {
  readonly group: string;
  readonly integration: string;
}

/**
 * What was begun of a delivery and what came of it, by step. A step that was begun and has no result
 * may or may not have reached the service.
 */
export type Journal = Readonly<Record<string, JournalStep>>;

export interface JournalStep {
  /** Epoch milliseconds. */
  readonly begunAt: number;
  /** What it tells if it arrives. */
  readonly said?: Said;
  readonly result?: Readonly<Record<string, string>>;
}

/** What a delivery tells: as much of its outcome as is known before it is tried. */
export type Said = Pick<OutcomeEvent, 'revision' | 'dueAt' | 'firing' | 'resolved' | 'flapping'>;

/** The journal's step that says that a delivery is held up. */
export const HELD_UP = 'held up';

/** A group as it is now, and what one integration was told of it. */
export interface GroupSnapshot {
  readonly now: number;
  readonly group: Group;
  readonly members: ReadonlyMap<string, Member>;
  readonly told?: Told;
}

/** What is critical is relayed before what waits since this long already, in milliseconds. */
const HEAD_START = 60_000;

/** When an effect that is wanted at `now` is due to be relayed: it is done in this order. */
export function relayedFrom({ severity }: Effect, now: number): number {
  return severity === 'critical' ? now - HEAD_START : now;
}

/** An effect whose outcome is not committed by then is relayed again, in milliseconds. */
export const RELAY_AGAIN_AFTER = 15_000;
/** How long a lease lasts without being renewed: longer than any one call may take, in milliseconds. */
export const LEASE_MS = 12_000;

/** The side of the store that carries effects out. */
export interface DeliveryStore {
  /**
   * Takes effects from the outbox that are due to be relayed. They stay in it, and come up again
   * after a while, until their outcome is committed.
   */
  claimEffects(max: number): Promise<readonly Effect[]>;
  /** Has effects that are still in the outbox come up again in so many milliseconds, and not before. */
  putOff(effects: readonly Target[], ms: number): Promise<void>;
  /**
   * Takes the target's lease; undefined when somebody else has it, an outcome is being committed, or
   * another config than this process's is the active one.
   */
  begin(target: Target, token: string): Promise<Journal | undefined>;
  snapshot(target: Target): Promise<GroupSnapshot | undefined>;
  alerts(fingerprints: readonly string[]): Promise<readonly Alert[]>;
  /**
   * Writes down, durably, that a step is about to be tried, or what came of it.
   *
   * @throws LeaseLost when the lease is not held any more: somebody else may be delivering.
   */
  note(target: Target, token: string, step: string, value: JournalStep): Promise<void>;
  /**
   * Appends to the inbox that a delivery is held up, if the lease is still held: once until there is an
   * outcome.
   */
  holdUp(target: Target, token: string, event: FailingEvent): Promise<void>;
  /**
   * Appends the outcome to the inbox if the lease is still held; the target stays closed to others
   * until it is committed. False when the lease was lost: whoever has it now will find out.
   */
  finish(target: Target, token: string, outcome: OutcomeEvent): Promise<boolean>;
  /** Makes the lease last on. */
  renew(target: Target, token: string): Promise<void>;
  /** Gives the lease back without an outcome; what was noted stays. */
  release(target: Target, token: string): Promise<void>;
}

/** The lease ran out while it was needed: the delivery is not ours any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** A token bucket: `capacity` calls at once, `perSecond` more as time goes on. */
export interface Bucket {
  readonly key: string;
  readonly capacity: number;
  readonly perSecond: number;
}

/** Who asks for a token. */
export interface Caller {
  /** The same whenever it asks again. */
  readonly id: string;
  readonly severity: Severity;
}

/** Rate limits shared by all replicas. */
export interface RateLimiter {
  /**
   * Takes one token; resolves to 0, or to the milliseconds after which it will be the caller's turn.
   * Who has to wait stands in line, the newest critical first, and loses the place by not coming back.
   */
  take(bucket: Bucket, caller: Caller): Promise<number>;
  /**
   * Takes one token if nobody waits and half of them are left for others: for what may be left out.
   * Resolves to whether it did; nobody waits because of it.
   */
  takeSpare(bucket: Bucket): Promise<boolean>;
  /** Closes the bucket for a while: the service said so. */
  pause(bucket: Bucket, ms: number): Promise<void>;
}

/** How long after its turn a caller in line is waited for, in milliseconds. */
export const TURN_KEPT_FOR = 5_000;
