import { REPORTS_KEPT, type ModelReports } from '../../engine/ports/model-reports.ts';
import type { MemoryState } from './state.ts';

/** Reports of models in memory. */
export function createMemoryModelReports({
  modelReports: kept,
}: Pick<MemoryState, 'modelReports'>): ModelReports {
  return {
    async keep(model, report) {
      const others = (kept.get(model) ?? []).filter(({ end }) => end !== report.end);
      const all = [...others, report].toSorted((a, b) => a.end - b.end);
      kept.set(model, all.slice(-REPORTS_KEPT));
    },
    all: async (model) => kept.get(model) ?? [],
    newest: async (model) => kept.get(model)?.at(-1),
  };
}
