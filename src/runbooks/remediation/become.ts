import { hash } from 'node:crypto';
import {
  isUnderWay,
  type Attempt,
  type AttemptState,
  type Automation,
} from '../../engine/ports/automation.ts';
import { BOT } from '../actions/changes.ts';

const LONGEST_DETAIL = 500;

export interface BecomeParts {
  readonly automation: Pick<Automation, 'change' | 'stop'>;
  /** Writes a line into the timeline of an attempt's alert: once for an id. */
  readonly note: (attempt: Attempt, text: string, id: string) => Promise<void>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/** What is new of an attempt, and what is said of that: nothing, where that is empty. */
type News = Partial<Attempt> & { readonly what: string };

/** Puts an attempt into another state, with its deed. Undefined where it was changed meanwhile. */
export async function become(
  attempt: Attempt,
  state: AttemptState,
  news: News,
  { automation, note }: BecomeParts,
): Promise<Attempt | undefined> {
  const next = { ...attempt, ...news, state, revision: attempt.revision + 1 };
  // Said first: who says it again says it once, and nobody says it who never knew.
  if (news.what !== '') await note(attempt, news.what, noteId(next));
  return (await automation.change(next, deedOf(next))) ? next : undefined;
}

/** Why nothing is done is said once below a message, for however many of its alerts. */
function noteId({ id, revision, state, group, episode, what }: Attempt): string {
  if (state !== 'not done') return `${id}/${revision}`;
  return hash('sha256', JSON.stringify([group, episode, what]), 'hex').slice(0, 32);
}

/** Ends an attempt that went wrong, and does nothing by its binding any more. */
export async function stopWith(
  attempt: Attempt,
  state: 'failed' | 'no help',
  what: string,
  parts: BecomeParts,
): Promise<void> {
  const { binding: object, id } = attempt;
  const details = { attempt: id, what: what.slice(0, LONGEST_DETAIL) };
  const deed = { actor: BOT.actor, action: 'automation-stopped', object, details } as const;
  await parts.automation.stop(object, { at: parts.now(), why: what }, deed);
  await become(attempt, state, { what }, parts);
}

export function deedOf(attempt: Attempt) {
  const { id, binding, state, group, run, what } = attempt;
  return {
    actor: BOT.actor,
    action: isUnderWay(attempt) ? ('automation-attempted' as const) : ('automation-ended' as const),
    object: binding,
    details: {
      attempt: id,
      group,
      state,
      ...(run !== undefined && { run }),
      ...(what !== '' && { what: what.slice(0, LONGEST_DETAIL) }),
    },
  };
}
