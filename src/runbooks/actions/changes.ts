import type { Deed } from '../../engine/ports/audit.ts';
import type { ActionRun, RunMoment, RunState } from '../../engine/ports/action-runs.ts';

/** Who changes a run. */
export interface Changer {
  /** As the audit trail names them. */
  readonly actor: string;
  /** What people call them; absent for the bot. */
  readonly name?: string;
}

export const BOT: Changer = { actor: 'tocsin' };

/** That something becomes of a run: what is said of it, and what else is known by then. */
export interface Becomes extends Partial<
  Pick<ActionRun, 'approvedBy' | 'startedAt' | 'handle' | 'stopping'>
> {
  readonly what: string;
  readonly link?: string | undefined;
}

const LONGEST_DETAIL = 500;

/** A run as it is after a change, with the line of its story. */
export function changed(
  run: ActionRun,
  state: RunState,
  { what, link, ...rest }: Becomes,
  { at, by }: { readonly at: number; readonly by: Changer },
): ActionRun {
  const moment: RunMoment = {
    at,
    state,
    what,
    ...(by.name !== undefined && { by: by.name }),
    ...(link !== undefined && { link }),
  };
  return { ...run, ...rest, state, revision: run.revision + 1, story: [...run.story, moment] };
}

/** What the audit trail says of the state a run is in. */
export function deedOf(run: ActionRun, by: Changer): Deed {
  const { state, about, key, action, title, undoes, story } = run;
  const what = story.at(-1)?.what.slice(0, LONGEST_DETAIL) ?? '';
  return {
    actor: by.actor,
    action: `action-${state}`,
    object: about,
    details: {
      action,
      key,
      ...(title !== undefined && { title: title.slice(0, LONGEST_DETAIL) }),
      ...(undoes !== undefined && { undoes }),
      ...(what !== '' && { what }),
      ...(by.name && { by: by.name }),
    },
  };
}
