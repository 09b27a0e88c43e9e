import {
  CHECKLISTS_KEPT_FOR,
  type ChecklistRun,
  type ChecklistRuns,
} from '../../engine/ports/checklist-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { createMemoryAudit } from './audit.ts';
import type { MemoryState } from './state.ts';

/** Checklists that were posted, in memory. */
export function createMemoryChecklistRuns(state: MemoryState, now: () => number): ChecklistRuns {
  const { runs, open, unsettled, told } = state.checklists;
  const audit = createMemoryAudit(state, now);

  async function write(run: ChecklistRun, deed: Deed | undefined): Promise<void> {
    runs.set(run.id, run);
    unsettled.add(run.id);
    if (deed !== undefined) await audit.append(deed);
  }

  function dropOlderThan(at: number): void {
    for (const { id, name, dueAt } of runs.values()) {
      if (dueAt > at) continue;
      runs.delete(id);
      told.delete(id);
      unsettled.delete(id);
      if (open.get(name) === id) open.delete(name);
    }
  }

  const inOrder = (): ChecklistRun[] => [...runs.values()].toSorted((a, b) => a.dueAt - b.dueAt);

  return {
    async begin(run, deed) {
      const inTheWay = runs.get(run.id) ?? runs.get(open.get(run.name) ?? '');
      if (inTheWay !== undefined) return inTheWay;
      open.set(run.name, run.id);
      await write(run, deed);
      dropOlderThan(run.dueAt - CHECKLISTS_KEPT_FOR);
      return undefined;
    },
    find: async (id) => runs.get(id),
    async change(run, deed) {
      if (runs.get(run.id)?.revision !== run.revision - 1) return false;
      if (run.closedAt !== undefined && open.get(run.name) === run.id) open.delete(run.name);
      await write(run, deed);
      return true;
    },
    open: async () => inOrder().filter(({ closedAt }) => closedAt === undefined),
    between: async (since, until) =>
      inOrder().filter(({ dueAt }) => dueAt >= since && dueAt < until),
    unsettled: async () => [...unsettled],
    told: async (id) => told.get(id),
    async noteTold(id, known) {
      told.set(id, known);
    },
    async settle(id, revision) {
      if (runs.get(id)?.revision === revision) unsettled.delete(id);
    },
  };
}
