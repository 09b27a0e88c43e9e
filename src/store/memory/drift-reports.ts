import {
  RUNS_KEPT,
  type DriftReports,
  type DriftRun,
  type KeptRun,
} from '../../engine/ports/drift-reports.ts';
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
    runs: async (model) => (driftRuns.get(model) ?? []).map(figuresOf),
    async newest(model) {
      const run = driftRuns.get(model)?.at(-1);
      return run && figuresOf(run);
    },
    async report(model, end) {
      const runs = driftRuns.get(model) ?? [];
      const run = end === undefined ? runs.at(-1) : runs.find(({ window }) => window.end === end);
      return run?.report;
    },
  };
}

function figuresOf(kept: KeptRun): DriftRun {
  const { report: _, ...run } = kept;
  return run;
}
