import type { Deed } from '../../rules/deed.ts';

/** Somebody: as the audit trail names them, and as people call them. */
export interface Doer {
  readonly actor: string;
  readonly name: string;
}

/** That somebody looked at an item, or why they did not. */
export interface ItemState extends Doer {
  readonly kind: 'done' | 'skipped';
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why it was skipped, in their words. */
  readonly why?: string;
}

/** An item of a checklist that was posted: with the words that its file had then. */
export interface RunItem {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly state?: ItemState;
}

/** What is told in the thread of a checklist. */
export interface ChecklistMoment {
  readonly kind: 'found' | 'noted' | 'skipped' | 'reminded' | 'closed';
  /** Epoch milliseconds. */
  readonly at: number;
  /** The name of whoever did it. */
  readonly by?: string;
  /** Which item it is about, from 0. */
  readonly item?: number;
  /** In their words. */
  readonly text?: string;
  /** The same for what was asked for once, however often it is tried. */
  readonly id?: string;
}

/** A checklist that was posted once, and what became of it. All times are epoch milliseconds. */
export interface ChecklistRun {
  /** The same for the same due time. */
  readonly id: string;
  /** Of two that go by the same name one at most is open. */
  readonly name: string;
  readonly title: string;
  /** When it was due, or somebody wanted it. */
  readonly dueAt: number;
  /** When those who have it are reminded, unless all is done; absent once they were, or where nobody is. */
  readonly remindAt?: number;
  /** When it is closed, whatever is missing. */
  readonly closesAt: number;
  readonly closedAt?: number;
  /** Where it is posted: `#name`, or an id. */
  readonly channel: string;
  /** Who has it, as the config mentions them; empty for nobody in particular. */
  readonly assign: string;
  /** The name of whoever had it posted, out of turn. */
  readonly by?: string;
  readonly items: readonly RunItem[];
  /** The oldest first. */
  readonly story: readonly ChecklistMoment[];
  /** How often it was changed: who changes it says which they have seen. */
  readonly revision: number;
}

/** What was told of a checklist, and where. */
export interface ChecklistTold {
  readonly channel: string;
  readonly ts: string;
  /** Whom it mentions, in mrkdwn: who was on call when it was posted. */
  readonly mention: string;
  /** What the message shows. */
  readonly revision: number;
  /** So many moments are in its thread. */
  readonly moments: number;
}

/** So long they are kept, in milliseconds: 13 months, so that a year can be seen beside the one before. */
export const CHECKLISTS_KEPT_FOR = 397 * 86_400_000;

/** Checklists that were posted, for all replicas. Each change is one atomic step with its deed in the audit trail. */
export interface ChecklistRuns {
  /**
   * Begins one, unless another of its name is open: that one is the answer. One with the id of a run that there
   * is, or was, changes nothing, and is the answer itself.
   */
  begin(run: ChecklistRun, deed: Deed): Promise<ChecklistRun | undefined>;
  find(id: string): Promise<ChecklistRun | undefined>;
  /** Puts a run of the next revision in place of the one before it. False where that was changed meanwhile. */
  change(run: ChecklistRun, deed?: Deed): Promise<boolean>;
  /** Those that are not closed, the oldest first. */
  open(): Promise<readonly ChecklistRun[]>;
  /** Those that were due from `since` to before `until`, the oldest first. */
  between(since: number, until: number): Promise<readonly ChecklistRun[]>;
  /** The ids of those that are open, or of which not all is told. */
  unsettled(): Promise<readonly string[]>;
  told(id: string): Promise<ChecklistTold | undefined>;
  noteTold(id: string, told: ChecklistTold): Promise<void>;
  /** That there is nothing more to tell of one that is closed, as it was at a revision. */
  settle(id: string, revision: number): Promise<void>;
}
