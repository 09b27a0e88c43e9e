import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { DAY } from './zone.ts';

/**
 * The times that a recurrence rule names, on the clock of the wall: milliseconds as if it were UTC. No
 * zone and no change of clocks has a bearing on them.
 */
export interface WallTimes {
  readonly firstFrom: (wall: number) => number | undefined;
  readonly lastUpTo: (wall: number) => number | undefined;
}

/**
 * Follows an RFC 5545 rule from its first time on.
 *
 * @throws Error when the rule has a value that it can't have.
 */
export function wallTimes(rule: string, start: number): WallTimes {
  const times = new RRuleTemporal({ rruleString: rule, dtstart: asUtc(start) });
  return {
    firstFrom: (wall) => found(() => times.next(new Date(wall), true)),
    lastUpTo: (wall) => found(() => times.previous(new Date(wall), true)),
  };
}

function asUtc(wall: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC');
}

/** The library gives up with an error where there is nothing within ten thousand periods. */
function found(search: () => { readonly epochMilliseconds: number } | null): number | undefined {
  try {
    return search()?.epochMilliseconds;
  } catch {
    return undefined;
  }
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['SECONDLY', 1000],
  ['MINUTELY', 60_000],
  ['HOURLY', 3_600_000],
  ['DAILY', DAY],
  ['WEEKLY', 7 * DAY],
]);

/** More than this are not counted one by one. */
const MOST_COUNTED = 10_000;

/**
 * The `count`th time that a rule names; the last there is when there are fewer.
 *
 * @throws Error when it is too far away to be counted.
 */
export function lastOf(rule: string, start: number, count: number): number | undefined {
  const parts = new Map(
    rule.split(';').map((part) => {
      const [name = '', value = ''] = part.split('=');
      return [name, value] as const;
    }),
  );
  const step = STEPS.get(parts.get('FREQ') ?? '');
  const isPlain = parts.keys().every((name) => ['FREQ', 'INTERVAL', 'WKST'].includes(name));
  if (isPlain && step !== undefined) {
    return start + (count - 1) * step * Number(parts.get('INTERVAL') ?? 1);
  }
  if (count > MOST_COUNTED) throw new RangeError(`${count} starts are too many to count`);
  const times = new RRuleTemporal({ rruleString: rule, dtstart: asUtc(start), count });
  return times.all().at(-1)?.epochMilliseconds;
}
