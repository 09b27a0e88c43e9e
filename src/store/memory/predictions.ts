import {
  DAYS_KEPT,
  MOST_A_DAY,
  type Kept,
  type Prediction,
  type Predictions,
  type Truth,
} from '../../engine/ports/predictions.ts';
import type { MemoryState } from './state.ts';

const DAY = 86_400_000;

type Row = Prediction | Truth;
/** By model, day and entity. */
type RowsByDay<Of extends Row> = Map<string, Map<number, Map<string, Of>>>;

/** Predictions in memory. */
export function createMemoryPredictions(
  { predictions, truths }: Pick<MemoryState, 'predictions' | 'truths'>,
  now: () => number,
): Predictions {
  const isKept = (day: number) => day >= Math.floor(now() / DAY) - DAYS_KEPT;

  function keepAll<Of extends Row>(
    all: RowsByDay<Of>,
    model: string,
    rows: readonly Of[],
  ): readonly Kept[] {
    const days = inMap(all, model);
    for (const day of days.keys()) if (!isKept(day)) days.delete(day);
    return rows.map((row) => {
      const known = inMap(days, row.day);
      const before = known.get(row.entity);
      if (before === undefined && known.size >= MOST_A_DAY) return 'full';
      if (before !== undefined && !isLater(row, before)) return 'known';
      known.set(row.entity, row);
      return before === undefined ? 'new' : 'changed';
    });
  }

  function days(model: string): readonly number[] {
    const all = [predictions, truths].flatMap((rows) => [...(rows.get(model)?.keys() ?? [])]);
    return [...new Set(all.filter(isKept))].toSorted((a, b) => a - b);
  }

  return {
    keep: async (model, rows) => keepAll(predictions, model, rows),
    keepTruths: async (model, rows) => keepAll(truths, model, rows),
    days: async (model) => days(model),
    async *day(model, day) {
      yield {
        predictions: [...(predictions.get(model)?.get(day)?.values() ?? [])],
        truths: [...(truths.get(model)?.get(day)?.values() ?? [])],
      };
    },
    async of(model, entity) {
      const all = days(model);
      return {
        predictions: all.flatMap((day) => predictions.get(model)?.get(day)?.get(entity) ?? []),
        truths: all.flatMap((day) => truths.get(model)?.get(day)?.get(entity) ?? []),
      };
    },
  };
}

/** Of two that are as late always the same counts, whatever came first. */
function isLater(one: Row, before: Row): boolean {
  if (one.at !== before.at) return one.at > before.at;
  return JSON.stringify(one) > JSON.stringify(before);
}

function inMap<Key, InnerKey, Of>(map: Map<Key, Map<InnerKey, Of>>, key: Key): Map<InnerKey, Of> {
  const known = map.get(key) ?? new Map<InnerKey, Of>();
  map.set(key, known);
  return known;
}
