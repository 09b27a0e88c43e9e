import { once, recurring, type Starts } from '../rules/recurrence.ts';
import { DAY, instantOf } from '../rules/zone.ts';
import { Mistake, quoted } from './mistake.ts';
import { parseRecurrence, type WrittenRecurrence } from './recurrence.ts';

/** When a window starts, as it is written: `start` is the clock on the wall of `timezone`. */
export interface WrittenStarts {
  readonly start: string;
  readonly timezone: string;
  readonly repeat?: string | undefined;
}

/**
 * Checks that a window that is to recur does.
 *
 * @throws Mistake when its rule names no time, or can't be followed.
 */
export function checkStarts(written: WrittenStarts): void {
  if (written.repeat === undefined) return;
  const starts = compileStarts(written);
  // No zone is that far away from UTC: nothing starts before it.
  const first = starts(wallOf(written.start) - 2 * DAY).next;
  if (first !== undefined && starts(first).latest === first) return;
  throw new Mistake(`${quoted(written.repeat)} never comes after start`, EXAMPLE);
}

const EXAMPLE = 'write a rule with days that there are, such as FREQ=WEEKLY;BYDAY=TU';

/**
 * Compiles when a window starts into what the rules work with.
 *
 * @throws Mistake when its rule can't be followed.
 */
export function compileStarts({ start, timezone, repeat }: WrittenStarts): Starts {
  const wall = wallOf(start);
  if (repeat === undefined) return once(instantOf(timezone, wall));
  const { rule, count, until } = parseRecurrence(repeat);
  try {
    return recurring({
      rule,
      zone: timezone,
      start: wall,
      ...(count !== undefined && { count }),
      ...(until !== undefined && { until: momentOf(until, timezone) }),
    });
  } catch {
    const hint = count === undefined ? EXAMPLE : 'write UNTIL=20271231 in place of COUNT';
    throw new Mistake(`${quoted(repeat)} takes too long to work out`, hint);
  }
}

/** A local date and time in milliseconds, as if it were UTC. */
export function wallOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

function momentOf({ time, isUtc }: Required<WrittenRecurrence>['until'], zone: string): number {
  return isUtc ? time : instantOf(zone, time);
}
