import type {
  ChecklistMoment,
  ChecklistRun,
  Doer,
  ItemState,
} from '../../engine/ports/checklist-runs.ts';
import type { AuditAction, Deed } from '../../engine/ports/audit.ts';
import { BOT } from '../actions/changes.ts';
import { isComplete, missed } from './progress.ts';

/** What somebody wants to do about an item. */
export type Wish =
  | { readonly kind: 'tick' | 'untick'; readonly item: number }
  | {
      readonly kind: 'skip' | 'found' | 'note';
      readonly item: number;
      /** In their words. */
      readonly text: string;
      /** The same however often it is tried. */
      readonly id: string;
    };

/** When, and who; epoch milliseconds. */
export interface Doing {
  readonly at: number;
  readonly by: Doer;
}

/** A change with its deed; or that there is nothing to change. */
export type Change =
  | { readonly kind: 'changed'; readonly run: ChecklistRun; readonly deed: Deed }
  | { readonly kind: 'late' | 'unknown' | 'again' }
  | { readonly kind: 'already'; readonly state?: ItemState };

const DEEDS: Readonly<Record<Wish['kind'], AuditAction>> = {
  tick: 'checklist-ticked',
  untick: 'checklist-unticked',
  skip: 'checklist-skipped',
  found: 'checklist-found',
  note: 'checklist-noted',
};

/** What becomes of a checklist when somebody does something about an item. */
export function wished(run: ChecklistRun, wish: Wish, doing: Doing): Change {
  const item = run.items[wish.item];
  if (item === undefined) return { kind: 'unknown' };
  if ('id' in wish && run.story.some(({ id }) => id === wish.id)) return { kind: 'again' };
  if (run.closedAt !== undefined) return { kind: 'late' };
  const { state } = item;
  const { actor, name } = doing.by;
  const who = { actor, name, at: doing.at };
  switch (wish.kind) {
    case 'tick':
      if (state?.kind === 'done') return { kind: 'already', state };
      return change(withState(run, wish, { kind: 'done', ...who }));
    case 'untick':
      if (state === undefined) return { kind: 'already' };
      return change(withState(run, wish, undefined));
    case 'skip': {
      if (state !== undefined) return { kind: 'already', state };
      const skipped = withState(run, wish, { kind: 'skipped', ...who, why: wish.text });
      return change(withMoment(skipped, momentOf('skipped')));
    }
    case 'found':
      return change(withMoment(run, momentOf('found')));
    case 'note':
      return change(withMoment(run, momentOf('noted')));
  }

  function momentOf(kind: 'skipped' | 'found' | 'noted'): ChecklistMoment {
    const said = 'id' in wish ? { id: wish.id, text: wish.text } : {};
    return { kind, at: doing.at, by: name, item: wish.item, ...said };
  }

  function change(next: Omit<ChecklistRun, 'revision'>): Change {
    const text = 'text' in wish ? { text: wish.text } : {};
    const deed: Deed = {
      actor,
      action: DEEDS[wish.kind],
      object: run.id,
      details: { item: item?.title ?? '', ...text },
    };
    return { kind: 'changed', run: { ...next, revision: run.revision + 1 }, deed };
  }
}

/** What time brought, and its deed where somebody may ask for it. */
export interface Passed {
  readonly run: ChecklistRun;
  readonly deed?: Deed;
}

/** What becomes of a checklist as time passes: it is closed, or those who have it are reminded. */
export function passed(run: ChecklistRun, now: number): Passed | undefined {
  if (run.closedAt !== undefined) return undefined;
  if (now >= run.closesAt) return closed(run, now);
  const { remindAt, ...rest } = run;
  if (remindAt === undefined || now < remindAt || isComplete(run)) return undefined;
  const reminded = withMoment(rest, { kind: 'reminded', at: now });
  return { run: { ...reminded, revision: run.revision + 1 } };
}

/** A checklist that is closed, whatever is missing. */
export function closed(run: ChecklistRun, now: number): Passed {
  const lacking = missed(run).map(({ title }) => title);
  const details = { missed: lacking.length === 0 ? 'nothing' : lacking.join(', ') };
  const next = withMoment({ ...run, closedAt: now }, { kind: 'closed', at: now });
  return {
    run: { ...next, revision: run.revision + 1 },
    deed: { actor: BOT.actor, action: 'checklist-closed', object: run.id, details },
  };
}

function withState(run: ChecklistRun, { item }: Wish, state: ItemState | undefined): ChecklistRun {
  const items = run.items.map((one, index) => {
    if (index !== item) return one;
    const { title, text } = one;
    return { title, text, ...(state && { state }) };
  });
  return { ...run, items };
}

function withMoment(run: ChecklistRun, moment: ChecklistMoment): ChecklistRun {
  return { ...run, story: [...run.story, moment] };
}
