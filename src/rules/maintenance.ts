import type { Matcher } from '../alert/matcher.ts';
import type { Starts } from './recurrence.ts';

/** A planned mute, once or recurring. */
export interface MaintenanceWindow {
  readonly name: string;
  /** All must hold for an alert to be muted. */
  readonly matchers: readonly Matcher[];
  /** Milliseconds, of time that passes: a change of the clocks makes it no longer or shorter. */
  readonly duration: number;
  readonly starts: Starts;
}

/** Epoch milliseconds; the start belongs to it, the end does not. */
export interface WindowTime {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * When the maintenance that is on at a moment (epoch milliseconds) began and ends; undefined when none
 * is. Of several that overlap, because each lasts longer than it is to the next, it is the one that ends
 * last; another may have begun by then.
 */
export function windowAt(window: MaintenanceWindow, at: number): WindowTime | undefined {
  const time = lastWindow(window, at);
  return time !== undefined && at < time.endsAt ? time : undefined;
}

/** The last maintenance that began by a moment (epoch milliseconds), whether it is over or not. */
export function lastWindow(window: MaintenanceWindow, at: number): WindowTime | undefined {
  return timeOf(window, window.starts(at).latest);
}

/** One time of a window, by which what it mutes is noted. */
export function occurrenceOf(window: string, endsAt: number): string {
  return `${window}:${endsAt}`;
}

/** The first maintenance that begins after a moment (epoch milliseconds). */
export function nextWindow(window: MaintenanceWindow, after: number): WindowTime | undefined {
  return timeOf(window, window.starts(after).next);
}

function timeOf(
  { duration }: MaintenanceWindow,
  start: number | undefined,
): WindowTime | undefined {
  return start === undefined ? undefined : { startsAt: start, endsAt: start + duration };
}
