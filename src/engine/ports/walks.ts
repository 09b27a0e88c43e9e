import type { Deed } from '../../rules/deed.ts';
import type { ChatPlace, Subject } from './subject.ts';

/** Somebody at a walk. */
export interface Walker {
  /** As the audit trail names them: `slack:U0ABC`. */
  readonly actor: string;
  /** What people call them. */
  readonly name: string;
}

/** What is known of the alert that a runbook is walked for: what its variables stand for. */
export interface WalkFacts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly threshold?: number;
}

/** It is walked; all its steps are behind; somebody stopped it; or nobody touched it for so long that the bot ended it. */
export type WalkState = 'open' | 'finished' | 'stopped' | 'left';

/** What came of a step. Texts are what people wrote. */
export interface StepResult {
  readonly kind: 'done' | 'skipped' | 'failed';
  readonly by: Walker;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What the step's question was answered with. */
  readonly answer?: string;
  /** Why it was skipped, what happened, or why it is done all the same. */
  readonly note?: string;
}

/** What the check of a step found last. */
export interface StepCheck {
  /** Of all, from 0. */
  readonly step: number;
  readonly by: Walker;
  readonly at: number;
  /** Absent where there was nothing to say so by. */
  readonly passes?: boolean;
  /** Figures and the condition, or why it can't be looked at: lines for people. */
  readonly words: readonly string[];
}

/** What a step had done: the key of the last run of its action. */
export interface StepRun {
  readonly step: number;
  readonly key: string;
}

export type WalkMomentKind =
  | 'begun'
  | 'done'
  | 'skipped'
  | 'failed'
  | 'back'
  | 'noted'
  | 'checked'
  | 'asked'
  | 'assigned'
  | 'handed-over'
  | 'finished'
  | 'stopped'
  | 'left'
  | 'reopened';

/** A line of a walk's story. */
export interface WalkMoment {
  /** Of the press that it came by: nothing comes of one twice. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: WalkMomentKind;
  /** Who it is about by their name; absent where the bot did it. */
  readonly by?: string;
  /** Which step, of all from 0, and what it is called. */
  readonly step?: { readonly index: number; readonly title: string };
  /** To whom. */
  readonly to?: Walker;
  /** What was written, answered or found. */
  readonly text?: string;
}

/** Somebody's way through a runbook. All times are epoch milliseconds. */
export interface Walk {
  /** Letters and digits. */
  readonly id: string;
  /** The runbook's name and title, and its text as it was when this was begun: a walk keeps to it. */
  readonly runbook: string;
  readonly title: string;
  readonly text: string;
  readonly facts: WalkFacts;
  readonly subject: Subject;
  /** It is an exercise: its title says so, and nothing is done by it. */
  readonly isDrill?: true;
  /** Where it is shown. */
  readonly place: ChatPlace;
  readonly at: number;
  readonly by: Walker;
  /** Who has it. */
  readonly holder: Walker;
  /** Who has the step that it stands at, where that is somebody else. */
  readonly assignee?: Walker;
  readonly state: WalkState;
  /** When it was changed last. */
  readonly touchedAt: number;
  readonly endedAt?: number;
  /** How often it was changed: who changes it says which they have seen. */
  readonly revision: number;
  /** The revision by which the step that it stands at was opened: a press is meant for that. */
  readonly opened: number;
  /** How many steps there are. */
  readonly steps: number;
  /** Of the steps that are behind, in order: it stands at the one after them. */
  readonly results: readonly StepResult[];
  /** At most one a step. */
  readonly checks: readonly StepCheck[];
  readonly runs: readonly StepRun[];
  /** The oldest first. */
  readonly story: readonly WalkMoment[];
}

/** What of a walk was told, and in which message. */
export interface WalkTold {
  readonly channel: string;
  readonly ts: string;
  /** The message in whose thread its lines are. */
  readonly threadTs: string;
  /** How many moments of its story. */
  readonly moments: number;
  /** What its message showed, for comparison. */
  readonly picture: string;
}

/** So long a walk is kept after it was begun, in milliseconds: 90 days. */
export const WALKS_KEPT_FOR = 90 * 24 * 3_600_000;

/** What a walk is about: of one thing no two through the same runbook are begun while one is open. */
export function walkAbout({ runbook, subject, place }: Walk): string {
  const { group, incident } = subject;
  const of = incident ?? group;
  return `${runbook} ${of ?? `${place.channel} ${place.threadTs ?? ''}`.trim()}`;
}

/** Walks through runbooks, for all replicas. Each change is one atomic step with its deed in the audit trail. */
export interface Walks {
  /**
   * Begins a walk, unless one about the same is open: that is given back. One with the id of a walk that there is
   * changes nothing.
   */
  begin(walk: Walk, deed: Deed): Promise<Walk | undefined>;
  find(id: string): Promise<Walk | undefined>;
  /**
   * Puts a walk of the next revision in place of the one before it. False where that was changed meanwhile, and where
   * one would be open while another one about the same is.
   */
  change(walk: Walk, deed: Deed): Promise<boolean>;
  /** The walks of a group, or of an incident, the newest first. */
  of(subject: Pick<Subject, 'group' | 'incident'>): Promise<readonly Walk[]>;
  /** Those that are open, the one touched last first. */
  open(): Promise<readonly Walk[]>;
  /** The ids of those that are open, or of which not all is told. */
  unsettled(): Promise<readonly string[]>;
  told(id: string): Promise<WalkTold | undefined>;
  noteTold(id: string, told: WalkTold): Promise<void>;
  /** That there is nothing more to tell of a walk as it was at a revision. One that is open is looked at further. */
  settle(id: string, revision: number): Promise<void>;
}
