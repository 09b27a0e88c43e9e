import type { ChecklistRun } from '../../engine/ports/checklist-runs.ts';
import { isComplete } from './progress.ts';

/** How often an item was looked at, of all that are closed. */
export interface ItemFigures {
  readonly title: string;
  readonly done: number;
  readonly skipped: number;
  readonly missed: number;
}

/** How it went with one checklist. */
export interface ChecklistFigures {
  readonly name: string;
  /** As it was called last. */
  readonly title: string;
  /** Those that are closed; the others still may be completed. */
  readonly closed: number;
  readonly open: number;
  /** Of those that are closed. */
  readonly complete: number;
  /** The most often missed first. */
  readonly items: readonly ItemFigures[];
  /** Who looked at how many items, whoever did most first. */
  readonly people: readonly { readonly name: string; readonly items: number }[];
}

/** How it went with some checklists, by name. An item goes by its title: by another one it is another. */
export function checklistFigures(runs: readonly ChecklistRun[]): readonly ChecklistFigures[] {
  const names = [...new Set(runs.map(({ name }) => name))].toSorted();
  return names.map((name) => {
    const own = runs.filter((run) => run.name === name);
    const closed = own.filter(({ closedAt }) => closedAt !== undefined);
    return {
      name,
      title: own.at(-1)?.title ?? name,
      closed: closed.length,
      open: own.length - closed.length,
      complete: closed.filter(isComplete).length,
      items: itemFigures(closed),
      people: peopleIn(own),
    };
  });
}

function itemFigures(runs: readonly ChecklistRun[]): ItemFigures[] {
  const items = runs.flatMap((run) => run.items);
  const titles = [...new Set(items.map(({ title }) => title))];
  const figures = titles.map((title): ItemFigures => {
    const kinds = items.filter((one) => one.title === title).map(({ state }) => state?.kind);
    const count = (kind: 'done' | 'skipped' | undefined) =>
      kinds.filter((one) => one === kind).length;
    return { title, done: count('done'), skipped: count('skipped'), missed: count(undefined) };
  });
  return figures.toSorted((a, b) => b.missed - a.missed);
}

/** People by what the audit trail calls them: two may have one name. */
function peopleIn(runs: readonly ChecklistRun[]): ChecklistFigures['people'] {
  const people = new Map<string, { readonly name: string; readonly items: number }>();
  for (const { state } of runs.flatMap(({ items }) => items)) {
    if (state?.kind !== 'done') continue;
    const { actor, name } = state;
    people.set(actor, { name, items: (people.get(actor)?.items ?? 0) + 1 });
  }
  return [...people.values()].toSorted((a, b) => b.items - a.items);
}
