import type { ChatRole } from '../../alert/chat-role.ts';
import type { Deed } from '../../rules/deed.ts';
import type { ChatPlace, Subject } from './subject.ts';

/**
 * Where a run of an action stands: it waits for somebody's approval, or to be begun; it is being begun; the
 * service has it; or it is over. Of one whose fate nobody knows, nobody makes another attempt.
 */
export type RunState =
  | 'asked'
  | 'approved'
  | 'starting'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'unknown'
  | 'declined'
  | 'expired';

const OPEN: ReadonlySet<RunState> = new Set(['asked', 'approved', 'starting', 'running']);

/** Whether something may still become of a run. */
export function isOpen({ state }: Pick<ActionRun, 'state'>): boolean {
  return OPEN.has(state);
}

/** A line of a run's story; `by` is who it is about, by their name. */
export interface RunMoment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: RunState;
  readonly by?: string;
  /** In words; those of services and people among them. */
  readonly what: string;
  /** Where to look at it: http(s). */
  readonly link?: string;
}

/** An action that is to be done once, or was. All times are epoch milliseconds. */
export interface ActionRun {
  /** Letters, digits and dashes, 32 to 80 of them: what services know the same run by. */
  readonly key: string;
  /** What it is for, or what it is done to: `retrain churn`. Of one thing no two are open. */
  readonly about: string;
  /** Which action, and with what: exactly that is approved, and done. */
  readonly action: string;
  readonly params: unknown;
  /** Why, in lines for people. */
  readonly why: readonly string[];
  /** What placeholders stood for, by their names. */
  readonly facts: Readonly<Record<string, string>>;
  readonly state: RunState;
  /** How often it was changed: who changes it says which they have seen. */
  readonly revision: number;
  /** Who asked for it, as the audit trail names them. */
  readonly askedBy: string;
  readonly askedAt: number;
  /** Nobody can approve it afterwards; absent where nobody has to. */
  readonly approveBy?: number;
  /** What it would change, as it was found out before anybody was asked; without `after`, why it could not be. */
  readonly preview?: {
    readonly before: string;
    readonly after?: string;
    /** What was found, for machines. */
    readonly was?: string;
  };
  /** What is done, and to what, in words: as it was when it was asked for. */
  readonly title?: string;
  /** What it belongs to. */
  readonly subject?: Subject;
  /** Where it is asked and told. */
  readonly place?: ChatPlace;
  /** The key of the run that it takes back. */
  readonly undoes?: string;
  /** Who approves it has at least this role: without a word an operator. */
  readonly role?: ChatRole;
  /** Who asked for it does not approve it. */
  readonly secondPerson?: true;
  /** Who approved it, as the audit trail names them. */
  readonly approvedBy?: string;
  /** It is not done before somebody, or the bot's limits, saw what it would change. */
  readonly seenFirst?: true;
  /** What runs can be stopped. */
  readonly canStop?: true;
  /** It can be taken back once it succeeded. */
  readonly canUndo?: true;
  /** It was taken back: the key of the run that did. */
  readonly undoneBy?: string;
  readonly startedAt?: number;
  /** Of an attempt that was made nobody knows whether it came to something; others were made under the same key. */
  readonly isDoubtful?: true;
  /** By what the service knows it. */
  readonly handle?: string;
  /** That somebody wants it to be stopped, and what the service said to that. */
  readonly stopping?: 'wanted' | 'told' | 'refused';
  /** The oldest first. */
  readonly story: readonly RunMoment[];
}

/** How much of a run's story was told, and in which message. */
export interface RunTold {
  readonly channel: string;
  readonly ts: string;
  /** Of its moments. */
  readonly moments: number;
}

/** Why a run was not opened. */
export type InTheWay =
  | { readonly kind: 'open'; readonly run: ActionRun }
  | { readonly kind: 'resting'; readonly until: number }
  /** So many were asked for within an hour, of all or of this target. */
  | {
      readonly kind: 'limit';
      readonly of: 'all' | 'target';
      readonly most: number;
      readonly until: number;
    };

/** How many runs are opened within any hour: whatever becomes of them. */
export interface RunLimits {
  readonly perHour: number;
  readonly perTarget: number;
}

/** The hour of limits, in milliseconds. */
export const LIMITED_WITHIN = 3_600_000;

/** So many runs are kept, the newest. */
export const ACTION_RUNS_KEPT = 1_000;

/**
 * Runs of actions, for all replicas. Each change is one atomic step with its deed in the audit trail, so
 * that no action is done twice for one key.
 */
export interface ActionRuns {
  /**
   * Opens a run, unless another about the same thing is open, or was started less than `rest` milliseconds
   * before this one was asked for; or after it, by a clock that was a little ahead. One with the key of a run that there is changes nothing.
   *
   * @param limits without them it neither counts nor is refused for others that do
   */
  open(run: ActionRun, rest: number, deed: Deed, limits?: RunLimits): Promise<InTheWay | undefined>;
  find(key: string): Promise<ActionRun | undefined>;
  /** The one about a thing that was opened last; and when one was last started. */
  latest(about: string): Promise<{ readonly run?: ActionRun; readonly startedAt?: number }>;
  /** Puts a run of the next revision in place of the one before it. False where that was changed meanwhile. */
  change(run: ActionRun, deed?: Deed): Promise<boolean>;
  /** Those that belong to any of what a subject names, the oldest first. */
  of(subject: Subject): Promise<readonly ActionRun[]>;
  /** Those that were asked for from one time until before another, both epoch milliseconds, the oldest first. */
  between(since: number, until: number): Promise<readonly ActionRun[]>;
  /** The keys of those that are open, or of which not all is told. */
  unsettled(): Promise<readonly string[]>;
  /** What was told of a run. */
  told(key: string): Promise<RunTold | undefined>;
  noteTold(key: string, told: RunTold): Promise<void>;
  /** That there is nothing more to tell of a run that is over. */
  settle(key: string, revision: number): Promise<void>;
}
