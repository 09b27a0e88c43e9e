import type { Config } from '../../config/load.ts';
import { recurring } from '../../rules/recurrence.ts';

const HOUR = 3_600_000;
/** What is by the hour is written some minutes after it, in milliseconds. */
const AFTER_THE_HOUR = 10 * 60_000;
/** A midnight before any run. */
const FIRST_DAY = Date.UTC(2024, 0, 1);

/** When the newest run was due at a time, both epoch milliseconds; undefined where none is. */
type DueAt = (now: number) => number | undefined;

/** When runs over data are due, by their schedules. */
export function dueTimes({
  drift,
  report,
}: Pick<Config, 'drift' | 'report'>): Readonly<Record<'daily' | 'hourly' | 'never', DueAt>> {
  const zone = drift.timezone ?? report?.timezone ?? 'UTC';
  const start = FIRST_DAY + drift.at * 60_000;
  const daily = recurring({ rule: 'FREQ=DAILY', zone, start });
  return {
    daily: (now) => daily(now).latest,
    hourly: (now) => Math.floor((now - AFTER_THE_HOUR) / HOUR) * HOUR + AFTER_THE_HOUR,
    never: () => undefined,
  };
}
