import type { ChecklistRun, ChecklistRuns, Doer } from '../../engine/ports/checklist-runs.ts';
import { beginningDeed, begun, type Plan } from './begin.ts';
import { wished, type Change, type Wish } from './change.ts';
import type { Checklist } from './checklist.ts';

/** What became of a wish: with the checklist as it is by now. */
export type Changed =
  | (Exclude<Change, { readonly kind: 'changed' }> & { readonly run: ChecklistRun })
  | { readonly kind: 'done'; readonly run: ChecklistRun }
  | { readonly kind: 'gone' };

/** Somebody who wants a checklist now. */
export interface Wanted {
  /** The same however often it is tried. */
  readonly id: string;
  readonly channel: string;
  readonly by: Doer;
}

/** The checklists there are, those that were posted, and what people do about them. */
export interface ChecklistsAtHand {
  /** Those that are good to use, as their files are now. */
  readonly library: () => readonly Checklist[];
  readonly runs: Pick<ChecklistRuns, 'find' | 'open' | 'between' | 'told'>;
  /** Posts one, unless one of its name is open: that one then. */
  readonly post: (
    checklist: Checklist,
    wanted: Wanted,
  ) => Promise<{ readonly run: ChecklistRun; readonly isNew: boolean }>;
  readonly change: (id: string, wish: Wish, by: Doer) => Promise<Changed>;
}

export interface AtHandParts {
  readonly library: () => readonly Checklist[];
  readonly runs: ChecklistRuns;
  /** When one that is wanted at a time is to be done, and by whom. */
  readonly plan: (name: string, now: number) => Plan;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Has people told of what changed. */
  readonly tell: (id: string) => Promise<void>;
}

/** By then what was begun has been posted, where it can be: milliseconds. */
const POSTED_BY = 60_000;

export function checklistsAtHand({
  library,
  runs,
  plan,
  now,
  tell,
}: AtHandParts): ChecklistsAtHand {
  async function change(id: string, wish: Wish, by: Doer): Promise<Changed> {
    const run = await runs.find(id);
    if (run === undefined) return { kind: 'gone' };
    const wanted = wished(run, wish, { at: now(), by });
    if (wanted.kind !== 'changed') return { ...wanted, run };
    // Of two at the same time one sees what the other did, and goes on from there.
    if (!(await runs.change(wanted.run, wanted.deed))) return change(id, wish, by);
    await tell(id);
    return { kind: 'done', run: wanted.run };
  }

  /** One that Slack let nobody see where it was to be posted comes where it is wanted now. */
  async function movedTo(
    channel: string,
    run: ChecklistRun,
    by: Doer,
  ): Promise<ChecklistRun | undefined> {
    const isPosted = (await runs.told(run.id)) !== undefined;
    if (isPosted || now() < run.dueAt + POSTED_BY || run.channel === channel) return undefined;
    const moved = { ...run, channel, revision: run.revision + 1 };
    return (await runs.change(moved, beginningDeed(moved, by.actor))) ? moved : undefined;
  }

  return {
    library,
    runs,
    async post(checklist, { id, channel, by }) {
      const planned = plan(checklist.name, now());
      const run = begun(checklist, { ...planned, id, channel, by: by.name });
      const inTheWay = await runs.begin(run, beginningDeed(run, by.actor));
      const isNew = inTheWay === undefined || inTheWay.id === id;
      const moved = isNew ? undefined : await movedTo(channel, inTheWay, by);
      await tell(inTheWay?.id ?? id);
      return { run: moved ?? inTheWay ?? run, isNew: isNew || moved !== undefined };
    },
    change,
  };
}
