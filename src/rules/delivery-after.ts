import type { Delivery, DueNotification, Group } from '../alert/group.ts';
import type { OutcomeEvent } from './event.ts';
import { wordAfter } from './word.ts';

/** How long an end is tried to be told where it is refused, in milliseconds. */
const GIVE_UP_AFTER = 24 * 60 * 60 * 1000;

/**
 * How far an integration is once the outcome of a delivery is known.
 *
 * @param group of which it is
 * @param endedFor of an end, how long all has been over, in milliseconds
 */
export function deliveryAfter(
  before: Delivery,
  event: OutcomeEvent,
  group: Group,
  endedFor: number | undefined,
  now: number,
): Delivery {
  return event.result === 'delivered'
    ? delivered(before, event, { group, isEnd: endedFor !== undefined }, now)
    : { ...rejected(before, event, endedFor), ...refusal(before, event, now) };
}

/** With nothing told, an episode begins with what is due; its message is not the last one's. */
export function withoutIdleEpisode(delivery: Delivery): Delivery {
  const { wanted, shown, due, failing, instead, ...rest } = delivery;
  if (rest.toldAt !== undefined) return delivery;
  const progress = {
    wanted,
    shown,
    ...(due !== undefined && { due }),
    ...(failing !== undefined && { failing }),
    ...(due !== undefined && instead !== undefined && { instead }),
  };
  return due === undefined ? progress : { ...progress, episode: rest.episode ?? due.at };
}

/** @param isEnd whether it was told that all is over: with that the episode ends */
function delivered(
  delivery: Delivery,
  event: OutcomeEvent,
  { group, isEnd }: { readonly group: Group; readonly isEnd: boolean },
  now: number,
): Delivery {
  if (isEnd) return progressOf(delivery, event);
  const pagedAt = event.paged ? now : delivery.pagedAt;
  const handle = event.handle ?? delivery.handle;
  const toldAt = event.dueAt ?? delivery.toldAt;
  return {
    ...progressOf(delivery, event),
    ...(toldAt !== undefined && { toldAt }),
    ...(handle !== undefined && { handle }),
    ...wordAfter(delivery, event, group),
    ...(pagedAt !== undefined && { pagedAt }),
    ...calledAfter(delivery, event),
    ...(delivery.graph !== undefined && { graph: delivery.graph }),
    ...(delivery.episode !== undefined && { episode: delivery.episode }),
    ...(delivery.instead !== undefined && { instead: delivery.instead }),
  };
}

/** When its service last called the next there: by the time at which that was decided. */
function calledAfter(
  { calledAt }: Delivery,
  { called, dueAt }: OutcomeEvent,
): Pick<Delivery, 'calledAt'> {
  const at = called !== undefined && 'to' in called ? (dueAt ?? calledAt) : calledAt;
  return at === undefined ? {} : { calledAt: at };
}

/**
 * A refusal will not get better by asking again at once. A notification that was refused is decided
 * anew at the next flush, an end for a day; the message that can't be edited is given up.
 *
 * @param endedFor of an end, how long all has been over, in milliseconds
 */
function rejected(delivery: Delivery, event: OutcomeEvent, endedFor: number | undefined): Delivery {
  const { due, ...progress } = progressOf(delivery, event);
  if (endedFor !== undefined) {
    const { due: _refused, ...asTold } = delivery;
    return endedFor > GIVE_UP_AFTER ? progress : { ...asTold, ...progress };
  }
  return {
    ...progress,
    ...(due !== undefined && event.dueAt === undefined && { due }),
    ...(delivery.toldAt !== undefined && { toldAt: delivery.toldAt }),
    ...(delivery.word !== undefined && { word: delivery.word }),
    ...(delivery.pagedAt !== undefined && { pagedAt: delivery.pagedAt }),
    ...(delivery.calledAt !== undefined && { calledAt: delivery.calledAt }),
    ...(delivery.graph !== undefined && { graph: delivery.graph }),
    ...(delivery.episode !== undefined && { episode: delivery.episode }),
  };
}

/** That it was refused is known until something is accepted. */
function refusal(
  { failing }: Delivery,
  { why }: OutcomeEvent,
  now: number,
): Pick<Delivery, 'failing'> {
  if (why === undefined) return failing === undefined ? {} : { failing };
  return { failing: { ...failing, since: failing?.since ?? now, why } };
}

/** How far it is now, and what became due while this delivery was under way. */
function progressOf(
  { wanted, shown, due }: Delivery,
  { revision, dueAt, called }: OutcomeEvent,
): Delivery {
  const isLeft = due !== undefined && due.at !== dueAt;
  return {
    wanted,
    shown: Math.max(shown, revision),
    ...(isLeft && { due: called === undefined ? due : withoutCall(due) }),
  };
}

/** A service calls the next once for each time that it is asked to: what came meanwhile is news like any. */
function withoutCall({ by: _heard, ...due }: DueNotification): DueNotification {
  return due.reason === 'escalated' ? { ...due, reason: 'new alerts' } : due;
}
