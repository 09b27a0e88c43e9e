import type { ChatRole } from '../../alert/chat-role.ts';
import type { ActionRun, ActionRuns } from '../../engine/ports/action-runs.ts';
import { approve, type Approved, type Demands, type Outdated } from './approve.ts';
import { askFor, type AskParts, type Wanted } from './ask.ts';
import type { Changer } from './changes.ts';
import { decide, type Decided } from './decide.ts';
import { demandsOf } from './demands.ts';
import type { Asked } from './open-run.ts';
import { wantStopped } from './stop.ts';
import { askUndo } from './undo.ts';

/** Actions that can be asked for, and what people do about them. */
export interface ActionsAtHand {
  /** @throws Mistake for what is not allowed, or not written as it has to be: in words, with what to write */
  readonly ask: (wanted: Wanted) => Promise<Asked>;
  readonly find: (key: string) => Promise<ActionRun | undefined>;
  /** What it takes to decide about a run, or to stop it, by now; an operator of one that nobody knows. */
  readonly roleFor: (key: string) => Promise<ChatRole>;
  /** Also by who asked for it, where no second person has to. */
  readonly approve: (key: string, by: Changer) => Promise<Approved>;
  readonly decline: (key: string, by: Changer) => Promise<Decided>;
  /** Has what runs stopped. */
  readonly stop: (key: string, by: Changer) => Promise<Decided>;
  /** Asks for what was done to be taken back. @throws Mistake */
  readonly undo: (key: string, by: Changer) => Promise<Asked | Decided>;
}

export interface AtHandParts extends AskParts {
  readonly runs: ActionRuns;
  /** Has a run brought on at once. */
  readonly hurry: (key: string) => Promise<void>;
  /** Told of what somebody decided. */
  readonly onDecided: (run: ActionRun) => void;
  /** Whether a run is one that the config asks for elsewhere, and still does: undefined of any other. */
  readonly elsewhere: (run: ActionRun) => { readonly outdated?: Outdated } | undefined;
}

export function actionsAtHand(parts: AtHandParts): ActionsAtHand {
  const { runs, now, hurry, onDecided, actionOf, allowed, elsewhere } = parts;

  async function demandsOn(run: ActionRun): Promise<Demands> {
    const { role = 'operator', secondPerson = false } = run;
    const other = elsewhere(run);
    if (other !== undefined) return { role, secondPerson, ...other };
    return demandsOf(run, await actionOf(run.action), allowed.rules);
  }

  async function hurryAsked<T extends Asked>(asked: T): Promise<T> {
    if (asked.inTheWay === undefined) await hurry(asked.key);
    return asked;
  }

  return {
    ask: async (wanted) => hurryAsked(await askFor(wanted, parts)),
    find: (key) => runs.find(key),
    async roleFor(key) {
      const run = await runs.find(key);
      return run === undefined ? 'operator' : (await demandsOn(run)).role;
    },
    async approve(key, by) {
      const approved = await approve(key, by, { runs, now, demandsOn });
      if (approved.kind === 'done') onDecided(approved.run);
      await hurry(key);
      if (approved.kind === 'changed' && approved.again) await hurryAsked(approved.again);
      return approved;
    },
    async decline(key, by) {
      const decided = await decide(key, 'declined', by, { runs, now });
      if (decided.kind === 'done') onDecided(decided.run);
      await hurry(key);
      return decided;
    },
    async stop(key, by) {
      const stopped = await wantStopped(key, by, { runs, now });
      await hurry(key);
      return stopped;
    },
    async undo(key, by) {
      const run = await runs.find(key);
      if (run === undefined) return { kind: 'gone' };
      if (run.state !== 'succeeded' || run.undoneBy !== undefined) return { kind: 'over', run };
      return hurryAsked(await askUndo(run, by, parts));
    },
  };
}
