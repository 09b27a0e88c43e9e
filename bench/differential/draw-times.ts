import type { Draw } from './draw.ts';
import type { Route, TimeInterval } from './scenario.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'] as const;
const DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
const DAY = 24 * 60;

/** Routes with mute and active times, of which some begin or end with the minute after `begin`. */
export function drawTimes(
  draw: Draw,
  root: Route,
  begin: number,
): { readonly route: Route; readonly time_intervals: readonly TimeInterval[] } {
  const { pick, some } = draw;
  const names = ['t0', 't1', 't2'];
  const routes = ['x', 'y'].map((team, index): Route => {
    const [mute_time_intervals, active_time_intervals] = pick([
      [some(names, 1), []],
      [some(names, 2), []],
      [[], some(names, 1)],
      [[], some(names, 2)],
      [some(names, 1), some(names, 1)],
    ]);
    return {
      id: `r${index}`,
      matchers: [`team="${team}"`],
      mute_time_intervals,
      active_time_intervals,
    };
  });
  const time_intervals = names.map((name) => ({
    name,
    time_intervals: Array.from({ length: pick([1, 1, 2]) }, () => drawRange(draw, begin)),
  }));
  return { route: { ...root, routes }, time_intervals };
}

/** Times around the present minute, perhaps only on days that today is one of, or not. */
function drawRange(
  { chance, number, pick }: Draw,
  begin: number,
): TimeInterval['time_intervals'][0] {
  const location = pick(ZONES);
  const { minute, weekday, day, fromEnd, month, year } = wallIn(location, begin);
  const next = minute + 1;
  const [start, end] = pick([
    [next, next + 5],
    [minute - 3, next],
    [minute - 3, next + 5],
    [next + 2, next + 9],
    [minute, next],
  ]);
  const clock = { start_time: clockText(Math.max(0, start)), end_time: clockText(end) };
  const days: Readonly<Record<string, unknown>> = pick([
    {},
    {},
    { weekdays: [DAYS[weekday] ?? ''] },
    { weekdays: [DAYS[(weekday + 1) % 7] ?? ''] },
    { days_of_month: [`${day}:${day}`] },
    { days_of_month: [`${fromEnd}:-1`] },
    { days_of_month: [`${number(1, 28)}`] },
    { months: [String(month)], years: [`${year - 1}:${year}`] },
    { years: [String(year + 1)] },
  ]);
  const hasClock = Object.keys(days).length === 0 || chance(0.7);
  return { location, ...days, ...(hasClock && { times: [clock] }) };
}

/** A time of day; after midnight it is the end of the day. */
function clockText(minute: number): string {
  const shown = Math.min(minute, DAY);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(shown / 60))}:${two(shown % 60)}`;
}

/** What the calendar and the clock say somewhere; the day also counted from the month's end (-1). */
function wallIn(timeZone: string, at: number) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const parts = format.formatToParts(at).map(({ type, value }) => [type, Number(value)] as const);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = Object.fromEntries(parts);
  return {
    minute: hour * 60 + minute,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
    day,
    fromEnd: day - new Date(Date.UTC(year, month, 0)).getUTCDate() - 1,
    month,
    year,
  };
}
