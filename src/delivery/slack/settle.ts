import { shortHash } from '../../alert/fingerprint.ts';
import type { JournalStep, Said } from '../../engine/ports/delivery-store.ts';
import { OWN_LIMIT, type Retry, type Steps } from '../adapter.ts';
import { callerOf, type DeliveryView } from '../view.ts';
import { classifyFailure, type SlackFailure } from './failure.ts';
import type { Found, Lookup } from './lookup.ts';

/** After a call of unknown outcome: how long Slack may take to show the message, in milliseconds. */
export const SETTLE_MS = 5_000;
/** After this long in doubt without being able to look, the message is posted all the same. */
const LOOK_UP_FOR = 60_000;
/** The same where Slack can be read, but not now: only so many look-ups a minute are allowed. */
const STAND_IN_LINE_FOR = 5 * 60_000;
const UNREADABLE = 'in doubt, and the channel can not be read';

/** Where a message goes, and the journal's step that posts it. */
export interface Place {
  readonly step: string;
  readonly channel: string;
  readonly threadTs?: string;
}

/** A message that is there, and what it told if an earlier attempt posted it. */
export interface Posted {
  readonly outcome: 'posted';
  readonly channel: string;
  readonly ts: string;
  readonly said?: Said;
}

/** A message that is still to be posted. */
export interface ToPost {
  readonly outcome: 'to post';
  /** What an earlier attempt may have told: it could not be looked for, and nobody will know. */
  readonly perhaps?: Said;
}

/**
 * Finds out what came of an earlier attempt of which nobody heard again: the channel is read for a
 * message with this effect's id. It is to be posted when there was no such attempt, when Slack has no
 * such message, and when nobody could look for long enough.
 */
export async function settle(
  lookup: Lookup,
  view: DeliveryView,
  { step, channel, threadTs }: Place,
  { journal, note, now }: Steps,
): Promise<Posted | Retry | ToPost> {
  const before = journal[step];
  if (before === undefined) return { outcome: 'to post' };
  const { ts, channel: where = channel } = before.result ?? {};
  if (ts !== undefined) return posted({ channel: where, ts }, before);
  // The first attempt that no look-up could see: there may be a message since then.
  const unread = journal[`${step} unread`];
  if (!isInDoubt(before)) return toPost(unread);
  if (now < before.begunAt + SETTLE_MS) {
    const why = 'in doubt whether it was posted';
    return { outcome: 'retry', afterMs: before.begunAt + SETTLE_MS - now, why };
  }

  const since = unread?.begunAt ?? before.begunAt;
  const effect = effectOf(view, step);
  const sought = { channel, effect, since, ...(threadTs !== undefined && { threadTs }) };
  let found: Found | undefined;
  try {
    found = await lookup.find(sought, callerOf(view));
  } catch (error) {
    const retry = lookAgain(classifyFailure(error), now - before.begunAt);
    if (retry !== undefined) return retry;
    await note(`${step} unread`, unread ?? before);
    return toPost(unread ?? before);
  }
  if (found === undefined) return { outcome: 'to post' };
  const attempt = found.begunAt === unread?.begunAt ? (unread ?? before) : before;
  const result = { channel: found.channel, ts: found.ts };
  await note(step, { ...attempt, result });
  return posted(result, attempt);
}

function posted(where: Pick<Found, 'channel' | 'ts'>, { said }: JournalStep): Posted {
  return { outcome: 'posted', ...where, ...(said !== undefined && { said }) };
}

function toPost(unread: JournalStep | undefined): ToPost {
  return { outcome: 'to post', ...(unread?.said !== undefined && { perhaps: unread.said }) };
}

/** Whether nobody knows what came of an attempt. */
export function isInDoubt(attempt: JournalStep | undefined): boolean {
  return attempt !== undefined && attempt.result === undefined;
}

/** Marks a step's message, however often it is tried. */
export function effectOf({ group, integration, episode }: DeliveryView, step: string): string {
  return shortHash(JSON.stringify([group, integration, episode, step]));
}

/** Undefined when there was enough waiting. */
function lookAgain(failure: SlackFailure, waited: number): Retry | undefined {
  if (failure.kind === 'refused') return undefined;
  const { afterMs } = failure;
  const left = (afterMs === undefined ? LOOK_UP_FOR : STAND_IN_LINE_FOR) - waited;
  if (left <= 0) return undefined;
  const why = failure.why === OWN_LIMIT ? OWN_LIMIT : UNREADABLE;
  return {
    outcome: 'retry',
    ...(afterMs !== undefined && { afterMs: Math.min(afterMs, left) }),
    why,
  };
}
