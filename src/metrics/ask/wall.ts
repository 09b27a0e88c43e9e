import { DAY, instantOf, segmentAt } from '../../rules/zone.ts';

/** Whose clock on the wall is meant, and what time it is. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: number;
  /** An IANA zone: `Europe/Berlin`. */
  readonly timeZone: string;
}

/** What the clock on the wall shows: milliseconds, as if it were UTC. */
export function wallAt({ timeZone }: Clock, at: number): number {
  return at + segmentAt(timeZone, at).offset;
}

/** When the clock on the wall shows that. */
export function instantAt({ timeZone }: Clock, wall: number): number {
  return instantOf(timeZone, wall);
}

/** The midnight (on the wall) at which a day begins, so many days later. */
export function midnight(wall: number, days = 0): number {
  return (Math.floor(wall / DAY) + days) * DAY;
}

/** How many days have gone since Monday. */
export function weekdayOf(wall: number): number {
  return (new Date(wall).getUTCDay() + 6) % 7;
}
