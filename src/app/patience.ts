import { classifyFailure } from '../delivery/slack/failure.ts';

/** After Slack did not take something, it is asked again so much later, in milliseconds. */
const TELL_AGAIN = 60_000;
/** What is over for so long is no longer told, in milliseconds: the audit trail has it. */
const TOLD_FOR = 6 * 60 * 60_000;

/** Something of which there is something to tell until it is settled. */
export interface Telling {
  /** What it is told by from one call to the next. */
  readonly id: string;
  /** When something last came of it, in epoch milliseconds. */
  readonly at: number;
  readonly tell: () => Promise<void>;
  /** Whether nothing more will come of it. */
  readonly isOver: () => boolean;
  /** Has it not be told again. */
  readonly settle: () => Promise<unknown>;
}

/**
 * Tells of things, and settles those that are over: also those of which Slack won't hear, or did not for too long.
 *
 * @param now epoch milliseconds
 * @returns what throws when Slack does not take it now; called again soon after that it does nothing
 */
export function createPatience(now: () => number): (telling: Telling) => Promise<void> {
  /** When Slack is asked again, by id. */
  const again = new Map<string, number>();
  return async ({ id, at, tell, isOver, settle }) => {
    if ((again.get(id) ?? 0) > now()) return;
    again.delete(id);
    try {
      await tell();
    } catch (error) {
      const isHopeless = classifyFailure(error).kind === 'refused' || now() - at > TOLD_FOR;
      if (isHopeless && isOver()) await settle();
      else again.set(id, now() + TELL_AGAIN);
      throw error;
    }
    if (isOver()) await settle();
  };
}
