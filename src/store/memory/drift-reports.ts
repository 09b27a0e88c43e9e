import { RUNS_KEPT, type DriftReports } from '../../engine/ports/drift-reports.ts';
import type { MemoryState } from './state.ts';

/** Reports in memory. */
export function createMemoryDriftReports({ driftRuns }: MemoryState): DriftReports {
  return {
    async keep(model, run) {
      const others = (driftRuns.get(model) ?? []).filter(
        ({ window }) => window.end !== run.window.end,
      );
      const runs = [...others, run].toSorted((a, b) => a.window.end - b.window.end);
      driftRuns.set(model, runs.slice(-RUNS_KEPT));
    },
    runs: async (model) => (driftRuns.get(model) ?? []).map(({ report: _, ...run }) => run),
    async report(model, end) {
      const runs = driftRuns.get(model) ?? [];
      const run = end === undefined ? runs.at(-1) : runs.find(({ window }) => window.end === end);
      return run?.report;
    },
  };
}
