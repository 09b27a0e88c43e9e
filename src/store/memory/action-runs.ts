import {
  ACTION_RUNS_KEPT,
  isOpen,
  LIMITED_WITHIN,
  type ActionRun,
  type ActionRuns,
  type InTheWay,
  type RunLimits,
} from '../../engine/ports/action-runs.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { subjectNames } from '../../engine/ports/subject.ts';
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

  function beyond(run: ActionRun, { perHour, perTarget }: RunLimits): InTheWay | undefined {
    for (const [key, { askedAt }] of actions.counted) {
      if (askedAt <= run.askedAt - LIMITED_WITHIN) actions.counted.delete(key);
    }
    const all = [...actions.counted.values()];
    const bounds = [
      { of: 'all', most: perHour, counted: all },
      { of: 'target', most: perTarget, counted: all.filter((one) => one.about === run.about) },
    ] as const;
    for (const { of, most, counted } of bounds) {
      const first = counted[counted.length - most];
      if (counted.length < most) continue;
      const until = (first?.askedAt ?? run.askedAt) + LIMITED_WITHIN;
      return { kind: 'limit', of, most, until };
    }
    return undefined;
  }

  return {
    async open(run, rest, deed, limits) {
      if (actions.runs.has(run.key)) return undefined;
      const last = actions.runs.get(actions.last.get(run.about) ?? '');
      if (last !== undefined && isOpen(last)) return { kind: 'open', run: last };
      const started = actions.started.get(run.about);
      if (started !== undefined && Math.abs(started - run.askedAt) < rest) {
        return { kind: 'resting', until: started + rest };
      }
      const refused = limits && beyond(run, limits);
      if (refused !== undefined) return refused;
      if (limits !== undefined) actions.counted.set(run.key, run);
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
    async of(subject) {
      const names = new Set(subjectNames(subject));
      return [...actions.runs.values()]
        .filter((run) => subjectNames(run.subject ?? {}).some((name) => names.has(name)))
        .toSorted((a, b) => a.askedAt - b.askedAt);
    },
    between: async (since, until) =>
      [...actions.runs.values()]
        .filter(({ askedAt }) => askedAt >= since && askedAt < until)
        .toSorted((a, b) => a.askedAt - b.askedAt),
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
