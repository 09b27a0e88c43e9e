import type { ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import type { Checklist } from './checklist.ts';

/** When a checklist is to be done, and by whom. Times are epoch milliseconds. */
export interface Plan {
  readonly dueAt: number;
  readonly remindAt?: number;
  readonly closesAt: number;
  /** As the config mentions them; empty for nobody in particular. */
  readonly assign: string;
}

export interface Beginning extends Plan {
  /** The same however often it is tried. */
  readonly id: string;
  readonly channel: string;
  /** The name of whoever had it posted, out of turn. */
  readonly by?: string;
}

/** A checklist as it is when it is posted: it keeps to the words that it has now. */
export function begun({ name, title, items }: Checklist, beginning: Beginning): ChecklistRun {
  return {
    ...beginning,
    name,
    title,
    items: items.map(({ title: of, text }) => ({ title: of, text })),
    story: [],
    revision: 1,
  };
}

/** @param actor as the audit trail names them */
export function beginningDeed({ id, channel }: ChecklistRun, actor: string): Deed {
  return { actor, action: 'checklist-posted', object: id, details: { channel } };
}
