import { walkAbout, type Walk, type Walker, type Walks } from '../../engine/ports/walks.ts';
import { begunWalk, type Beginning } from './begin.ts';
import { walkDeed } from './deed.ts';
import { press, type Came, type Pressed } from './press.ts';
import { walkedRunbook } from './walked-runbook.ts';

/** That a walk was begun, or that there is one already. */
export type Begun = { readonly walk: Walk; readonly isNew: boolean };

/** Walks through runbooks, and what people do at them. */
export interface WalksAtHand {
  readonly walks: Pick<Walks, 'find' | 'of' | 'open' | 'told'>;
  readonly begin: (wanted: Omit<Beginning, 'at'>) => Promise<Begun>;
  /** Does something at a walk; undefined of one that nobody knows. */
  readonly press: (id: string, pressed: Omit<Pressed, 'at'>) => Promise<WalkPressed | undefined>;
}

/** What came of a press, and the walk as it is then; the other one where that is in the way. */
export interface WalkPressed {
  readonly came: Came;
  readonly walk: Walk;
}

export interface WalksAtHandParts {
  readonly walks: Walks;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Has a walk shown as it is. */
  readonly hurry: (id: string) => Promise<void>;
}

export function walksAtHand({ walks, now, hurry }: WalksAtHandParts): WalksAtHand {
  return {
    walks,
    async begin(wanted) {
      const walk = begunWalk({ ...wanted, at: now() });
      const [moment] = walk.story;
      if (moment === undefined) throw new Error('a walk begins with a moment');
      const other = await walks.begin(walk, walkDeed(walk, moment, wanted.by.actor));
      if (other !== undefined) return { walk: other, isNew: false };
      await hurry(walk.id);
      return { walk, isNew: true };
    },
    async press(id, pressed) {
      const done = await pressUntilDone(walks, id, { ...pressed, at: now() });
      if (done?.came.kind === 'changed' || done?.came.kind === 'again') await hurry(id);
      return done;
    },
  };
}

/**
 * Of two who change a walk at once the second looks again, and may find that somebody was first. One that is over is
 * not opened again beside another one about the same.
 */
export async function pressUntilDone(
  walks: Pick<Walks, 'find' | 'change' | 'open'>,
  id: string,
  pressed: Pressed,
): Promise<WalkPressed | undefined> {
  for (;;) {
    const walk = await walks.find(id);
    if (walk === undefined) return undefined;
    const came = press(walk, pressed, walkedRunbook(walk));
    if (came.kind !== 'changed') return { came, walk };
    const other = pressed.deed.kind === 'reopened' ? await openAbout(walk, walks) : undefined;
    if (other !== undefined) return { came: { kind: 'another' }, walk: other };
    if (await walks.change(came.walk, deedOf(came.walk, pressed))) return { came, walk: came.walk };
  }
}

/** The walk about the same that is open. */
async function openAbout(walk: Walk, walks: Pick<Walks, 'open'>): Promise<Walk | undefined> {
  return (await walks.open()).find((one) => walkAbout(one) === walkAbout(walk));
}

function deedOf(walk: Walk, { id, by }: Pressed) {
  const moment = walk.story.findLast((one) => one.id === id);
  if (moment === undefined) throw new Error('a change of a walk has a moment');
  return walkDeed(walk, moment, by?.actor ?? 'tocsin');
}

/** Somebody, as a walk knows them. */
export function walkerOf({ actor, name }: Walker): Walker {
  return { actor, name };
}
