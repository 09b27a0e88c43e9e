import {
  ACTION_RUNS_KEPT,
  isOpen,
  type ActionRun,
  type ActionRuns,
} from '../../engine/ports/action-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { createMemoryAudit } from './audit.ts';
import type { MemoryState } from './state.ts';

/** Runs of actions, in memory. */
export function createMemoryActionRuns(state: MemoryState, now: () => number): ActionRuns {
  const { actions } = state;
  const audit = createMemoryAudit(state, now);

  async function write(run: ActionRun, deed: Deed | undefined): Promise<void> {
    actions.runs.set(run.key, run);
    actions.unsettled.add(run.key);
    const isLast = (actions.last.get(run.about) ?? run.key) === run.key;
    if (run.startedAt !== undefined && isLast) actions.started.set(run.about, run.startedAt);
    if (deed !== undefined) await audit.append(deed);
  }

  function dropOldest(): void {
    for (const key of [...actions.runs.keys()].slice(0, -ACTION_RUNS_KEPT)) {
      if (actions.unsettled.has(key)) continue;
      actions.runs.delete(key);
      actions.told.delete(key);
    }
  }

  return {
    async open(run, rest, deed) {
      if (actions.runs.has(run.key)) return undefined;
      const last = actions.runs.get(actions.last.get(run.about) ?? '');
      if (last !== undefined && isOpen(last)) return { kind: 'open', run: last };
      const started = actions.started.get(run.about);
      if (started !== undefined && Math.abs(started - run.askedAt) < rest) {
        return { kind: 'resting', until: started + rest };
      }
      actions.last.set(run.about, run.key);
      await write(run, deed);
      dropOldest();
      return undefined;
    },
    find: async (key) => actions.runs.get(key),
    async latest(about) {
      const run = actions.runs.get(actions.last.get(about) ?? '');
      const startedAt = actions.started.get(about);
      return { ...(run && { run }), ...(startedAt !== undefined && { startedAt }) };
    },
    async change(run, deed) {
      if (actions.runs.get(run.key)?.revision !== run.revision - 1) return false;
      await write(run, deed);
      return true;
    },
    unsettled: async () => [...actions.unsettled],
    told: async (key) => actions.told.get(key),
    async noteTold(key, told) {
      actions.told.set(key, told);
    },
    async settle(key, revision) {
      if (actions.runs.get(key)?.revision === revision) actions.unsettled.delete(key);
    },
  };
}
