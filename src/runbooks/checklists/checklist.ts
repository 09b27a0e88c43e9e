import type { Reference } from '../format/runbook.ts';

/** One thing to look at. */
export interface ChecklistItem {
  readonly title: string;
  /** Markdown, as it was written: what to look at, with what, and what is worth an alarm. */
  readonly text: string;
  /** Where it stands in the file: so many characters from the start. */
  readonly at: number;
}

/** What is looked at regularly, as its file says it. */
export interface Checklist {
  readonly name: string;
  readonly title: string;
  readonly owners: readonly string[];
  /** What is said before the first item. */
  readonly intro: string;
  readonly items: readonly ChecklistItem[];
  /** The runbooks that it links to. */
  readonly references: readonly Reference[];
}

/** More would not fit into one message of Slack's, with who did each and when. */
export const MOST_ITEMS = 12;
