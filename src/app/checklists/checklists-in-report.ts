import type { Bulletin } from '../../alert/bulletin.ts';
import { CHECKLISTS_KEPT_FOR, type ChecklistRuns } from '../../engine/ports/checklist-runs.ts';
import { checklistLines } from '../../runbooks/checklists/report-text.ts';

/**
 * What a report says of checklists that were closed in a stretch of time, from `from` to before `until`: epoch
 * milliseconds. Nothing where none was.
 */
export async function checklistsInReport(
  runs: Pick<ChecklistRuns, 'between'>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<Bulletin['parts']> {
  const known = await runs.between(until - CHECKLISTS_KEPT_FOR, until);
  const closed = known.filter(({ closedAt = 0 }) => closedAt >= from && closedAt < until);
  return closed.length === 0 ? [] : [{ heading: 'Checklists', lines: checklistLines(closed) }];
}
