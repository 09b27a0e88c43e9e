import { RUNS_KEPT, type Run, type RunReports } from '../../engine/ports/run-reports.ts';

/** A run, and its report as JSON. */
export interface KeptRun<Of extends Run> {
  readonly run: Of;
  readonly report: string;
}

/** Runs and their reports in memory. @param kept by name, the oldest window first */
export function createMemoryRunReports<Of extends Run>(
  kept: Map<string, readonly KeptRun<Of>[]>,
): RunReports<Of> {
  return {
    async keep(name, run, report) {
      const others = (kept.get(name) ?? []).filter((one) => endOf(one) !== run.window.end);
      const all = [...others, { run, report }].toSorted((a, b) => endOf(a) - endOf(b));
      kept.set(name, all.slice(-RUNS_KEPT));
    },
    runs: async (name) => (kept.get(name) ?? []).map(({ run }) => run),
    newest: async (name) => kept.get(name)?.at(-1)?.run,
    async report(name, end) {
      const all = kept.get(name) ?? [];
      const found = end === undefined ? all.at(-1) : all.find((one) => endOf(one) === end);
      return found?.report;
    },
  };
}

function endOf({ run }: KeptRun<Run>): number {
  return run.window.end;
}
