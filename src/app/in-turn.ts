import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TURN_LASTS, type Turns } from '../engine/ports/turns.ts';

interface TurnWanted {
  readonly turns: Turns;
  /** The work that one at a time does. */
  readonly work: string;
  /** Told now and then that somebody else is at it. */
  readonly onWait: () => void;
}

/** How often it is looked whether the turn is free, in milliseconds. */
const LOOK_EVERY = 1_000;
/** Whoever looks next may begin. */
const AT_ONCE = 1;

/** Does something as soon as nobody else is at that work, whether or not it is due. It is to end when the turn is lost. */
export async function inTurn<T>(
  { turns, work, onWait }: TurnWanted,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const token = randomUUID();
  const take = () => turns.take(work, token, { evenIfNotDue: true });
  for (let wait = await take(); wait > 0; wait = await take()) {
    onWait();
    await sleep(Math.min(wait, LOOK_EVERY));
  }
  const lost = new AbortController();
  const keep = setInterval(() => {
    turns.renew(work, token).then(
      (isOurs) => isOurs || lost.abort(),
      () => lost.abort(),
    );
  }, TURN_LASTS / 3);
  try {
    return await act(lost.signal);
  } finally {
    clearInterval(keep);
    await turns.end(work, token, AT_ONCE);
  }
}
