import type { Deed } from '../../rules/deed.ts';
import type { Labels } from '../../alert/labels.ts';

/** Somebody turned all automation off. */
export interface SwitchedOff {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What people read. */
  readonly by: string;
  readonly why?: string;
}

/** A binding does nothing any more until somebody starts it again. */
export interface StoppedBinding {
  /** Epoch milliseconds. */
  readonly at: number;
  /** In words for people. */
  readonly why: string;
}

/** Whether anything is done by itself. */
export interface Standing {
  readonly off?: SwitchedOff;
  /** By the binding's name. */
  readonly stopped: ReadonlyMap<string, StoppedBinding>;
  /** Up to when what people were told was looked at, epoch milliseconds; absent before the first look. */
  readonly seenTo?: number;
}

/**
 * Where an attempt stands: it waits for its time, or its turn; the action is asked for, or being done; it is
 * looked whether it helped; or it is over.
 */
export type AttemptState =
  | 'waiting'
  | 'asked'
  | 'verifying'
  | 'helped'
  | 'no help'
  | 'failed'
  | 'not done';

const OPEN: ReadonlySet<AttemptState> = new Set(['waiting', 'asked', 'verifying']);

/** Whether something may still become of an attempt. */
export function isUnderWay({ state }: Pick<Attempt, 'state'>): boolean {
  return OPEN.has(state);
}

/** That an alert is answered by an action. Times are epoch milliseconds. */
export interface Attempt {
  /** The same for the same alerts, episode and action. */
  readonly id: string;
  readonly binding: string;
  /** The group's key, and which of its episodes. */
  readonly group: string;
  readonly episode: number;
  /** The alert that it answers, and its labels. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly state: AttemptState;
  /** How often it was changed: who changes it says which they have seen. */
  readonly revision: number;
  readonly at: number;
  /** Whether the action is done without anybody's approval; known once it has its turn. */
  readonly acts?: boolean;
  /** The key of the action's run. */
  readonly run?: string;
  /** When the action was done. */
  readonly doneAt?: number;
  /** When it was last looked at figures whether it helped. */
  readonly checkedAt?: number;
  /** What is to be said of it, in words. */
  readonly what: string;
}

/** How often a binding may have something done. Times are milliseconds. */
export interface Pace {
  /** From one to the next. */
  readonly cooldown: number;
  readonly perDay: number;
  /** One after the other: not while another of the binding is under way. */
  readonly isCanary: boolean;
}

/** Why an attempt does not get its turn. Times are epoch milliseconds. */
export type Held =
  | { readonly kind: 'off' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'resting' | 'spent'; readonly until: number }
  /** Another is tried first. */
  | { readonly kind: 'canary' }
  /** Somebody else was first. */
  | { readonly kind: 'changed' };

/** So many attempts are kept, the newest, and all that are under way. */
export const ATTEMPTS_KEPT = 1_000;
/** Of those that are not kept any more it is known for so long that they were made, in milliseconds. */
export const ATTEMPTS_KNOWN_FOR = 90 * 86_400_000;

/** What is done by itself, for all replicas. Each change is one atomic step with its deed in the audit trail. */
export interface Automation {
  standing(): Promise<Standing>;
  /** Turns all off, or on again. */
  turn(off: SwitchedOff | undefined, deed: Deed): Promise<void>;
  /** False where that was stopped already. */
  stop(binding: string, stopped: StoppedBinding, deed: Deed): Promise<boolean>;
  /** False where nothing had stopped it. */
  start(binding: string, deed: Deed): Promise<boolean>;
  noteSeen(to: number): Promise<void>;
  /** False of one that is known, or was made and is not kept any more. */
  add(attempt: Attempt, deed?: Deed): Promise<boolean>;
  find(id: string): Promise<Attempt | undefined>;
  /** Gives an attempt its turn, in the next revision; or says why not. It counts from then on. */
  claim(attempt: Attempt, pace: Pace, at: number, deed: Deed): Promise<Held | undefined>;
  /** Puts an attempt of the next revision in place of the one before. False where that was changed meanwhile. */
  change(attempt: Attempt, deed?: Deed): Promise<boolean>;
  /** Those that are under way, the oldest first. */
  underWay(): Promise<readonly Attempt[]>;
  /** The newest first. */
  latest(max: number): Promise<readonly Attempt[]>;
}
