import type { ChecklistRun, RunItem } from '../../engine/ports/checklist-runs.ts';

/** The items that nobody did anything about. */
export function missed({ items }: Pick<ChecklistRun, 'items'>): readonly RunItem[] {
  return items.filter(({ state }) => state === undefined);
}

/** Whether every item is done, or was skipped for a reason. */
export function isComplete(run: Pick<ChecklistRun, 'items'>): boolean {
  return missed(run).length === 0;
}

/** How far a checklist is: `4 of 6, 1 skipped`. */
export function progressText({ items }: Pick<ChecklistRun, 'items'>): string {
  const of = (kind: 'done' | 'skipped'): number =>
    items.filter(({ state }) => state?.kind === kind).length;
  const skipped = of('skipped');
  return `${of('done')} of ${items.length}${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
