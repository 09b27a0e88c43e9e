import { segmentAt } from '../rules/zone.ts';
import type { Episode } from './episodes.ts';

/** Fewer episodes, or on fewer days, are no habit. */
const ENOUGH = 5;
const DAYS = 3;
/** So large a share at the same hours says something. */
const MOSTLY = 0.8;
/** More hours than this are no time to keep quiet in. */
const LONGEST = 2;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/**
 * At which hours an alarm comes about which nobody does anything, as for a job at night: to be muted then.
 * One hour, or two, by the clocks of a zone, in which at least four of five of its episodes began, on three
 * days or more, and none that somebody acted on. Undefined where there are none such.
 */
export function hourlyText(own: readonly Episode[], zone: string): string | undefined {
  if (own.length < ENOUGH) return undefined;
  const times = own.map(({ startedAt, acted }) => ({
    at: startedAt + segmentAt(zone, startedAt).offset,
    acted: acted !== undefined,
  }));
  for (let hours = 1; hours <= LONGEST; hours += 1) {
    for (let from = 0; from < 24; from += 1) {
      const within = times.filter(
        ({ at }) => (Math.floor((at % DAY) / HOUR) - from + 24) % 24 < hours,
      );
      const days = new Set(within.map(({ at }) => Math.floor((at - from * HOUR) / DAY)));
      const isHabit = within.length >= own.length * MOSTLY && days.size >= DAYS;
      if (!isHabit || within.some(({ acted }) => acted)) continue;
      const span = `${clockOf(from)} and ${clockOf((from + hours) % 24)}`;
      return `mute it between ${span} (mute_time_intervals), when ${within.length} of ${own.length} episodes began, on ${days.size} days`;
    }
  }
  return undefined;
}

function clockOf(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
