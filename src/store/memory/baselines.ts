import {
  DELETED_KEPT_FOR,
  type Baseline,
  type BaselineInfo,
  type Baselines,
} from '../../engine/ports/baselines.ts';
import type { MemoryState } from './state.ts';

/** Baselines in memory. */
export function createMemoryBaselines(
  { baselines, deletedBaselines, activeBaselines }: MemoryState,
  now: () => number,
): Baselines {
  return {
    async put(baseline) {
      const key = keyOf(baseline.model, baseline.version);
      baselines.set(key, baseline);
      deletedBaselines.delete(key);
    },
    async list(model) {
      const infos = [...baselines.values()].filter((one) => one.model === model).map(infoOf);
      return infos.toSorted((a, b) => b.createdAt - a.createdAt);
    },
    find: async (model, version) => baselines.get(keyOf(model, version)),
    active: async (model) => activeBaselines.get(model),
    async activate(model, version) {
      const isThere = baselines.has(keyOf(model, version));
      if (isThere) activeBaselines.set(model, version);
      return isThere;
    },
    async remove(model, version) {
      const key = keyOf(model, version);
      const baseline = baselines.get(key);
      if (baseline === undefined) return false;
      baselines.delete(key);
      deletedBaselines.set(key, { baseline, until: now() + DELETED_KEPT_FOR });
      if (activeBaselines.get(model) === version) activeBaselines.delete(model);
      return true;
    },
    async restore(model, version) {
      const key = keyOf(model, version);
      const deleted = deletedBaselines.get(key);
      deletedBaselines.delete(key);
      if (deleted === undefined || deleted.until <= now()) return false;
      baselines.set(key, deleted.baseline);
      return true;
    },
  };
}

function infoOf(baseline: Baseline): BaselineInfo {
  const { profiles: _, ...info } = baseline;
  return info;
}

function keyOf(model: string, version: string): string {
  return JSON.stringify([model, version]);
}
