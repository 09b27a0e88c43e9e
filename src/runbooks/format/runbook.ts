import type { Matcher } from '../../alert/matcher.ts';
import type {
  ActionConfig,
  CheckConfig,
  FrontMatter,
  QuestionConfig,
} from '../../config/schema/runbook.ts';

/** One reason to open a runbook: matchers that hold together. */
export interface Answer {
  readonly text: string;
  readonly matchers: readonly Matcher[];
}

/** Markdown, as it was written. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  /** Where it stands in the file: so many characters from the start. */
  readonly at: number;
}

/** Lines for a shell. They are shown, never run. */
export interface CommandPart {
  readonly kind: 'command';
  readonly text: string;
  readonly at: number;
}

interface Block<Kind extends string, Config> {
  readonly kind: Kind;
  readonly config: Config;
  /** The YAML of it, as it was written. */
  readonly text: string;
  readonly at: number;
}

export type CheckPart = Block<'check', CheckConfig>;
export type QuestionPart = Block<'question', QuestionConfig>;
export type ActionPart = Block<'action', ActionConfig>;

export type Part = TextPart | CommandPart | CheckPart | QuestionPart | ActionPart;

export type StepKind = 'instruction' | 'command' | 'check' | 'question' | 'action';

export interface Step {
  readonly title: string;
  /** What it wants of whoever walks it. */
  readonly kind: StepKind;
  readonly parts: readonly Part[];
  readonly at: number;
}

export interface Phase {
  readonly title: string;
  /** Its target time as it was written: `0–5 min`. */
  readonly target: string;
  /** When it should begin and end, in milliseconds from the start. */
  readonly from: number;
  readonly to: number;
  readonly intro: string;
  readonly steps: readonly Step[];
  readonly at: number;
}

/** A link to another runbook. */
export interface Reference {
  readonly name: string;
  readonly at: number;
}

export interface Runbook extends Omit<FrontMatter, 'answers'> {
  readonly answers: readonly Answer[];
  /** What is said before the first phase. */
  readonly intro: string;
  readonly phases: readonly Phase[];
  /** The runbooks that it links to, as often as it does. */
  readonly references: readonly Reference[];
}
