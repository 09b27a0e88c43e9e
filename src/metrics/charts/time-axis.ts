import { Temporal } from 'temporal-polyfill';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What people count time in. All divide a day, or are days. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 4, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
];

export interface Tick {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

/**
 * The moments that are written below a chart: full hours, half hours, midnights, by the clocks of the
 * zone, also when these are put forward or back in between.
 */
export function timeTicks(
  from: number,
  to: number,
  { zone, most }: { readonly zone: string; readonly most: number },
): readonly Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1) ?? DAY;
  const first = wallAt(from, zone);
  const ticks: Tick[] = [];
  for (let wall = first - remainder(first, step); ; wall += step) {
    const at = instantAt(wall, zone);
    if (at > to) return ticks;
    const isRepeated = at <= (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
    if (at < from || isRepeated) continue;
    const isMidnight = wall % DAY === 0;
    ticks.push({
      at,
      label: isMidnight && to - from > 12 * HOUR ? dayText(at, zone) : clock(at, zone),
    });
  }
}

function remainder(value: number, step: number): number {
  return ((value % step) + step) % step;
}

/** What the clock on the wall shows, in milliseconds as if it were UTC. */
function wallAt(at: number, zone: string): number {
  const there = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  return there.epochMilliseconds + there.offsetNanoseconds / 1e6;
}

function instantAt(wall: number, zone: string): number {
  const there = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC');
  return there.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds;
}

/** `03:15`. */
function clock(at: number, zone: string): string {
  return format(at, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function dayText(at: number, zone: string): string {
  return format(at, zone, { day: 'numeric', month: 'short' });
}

/** A moment of a chart: `03:15`, with its day where the chart shows more than one. */
export function momentText(at: number, from: number, to: number, zone: string): string {
  return date(from, zone) === date(to, zone)
    ? clock(at, zone)
    : `${dayText(at, zone)} ${clock(at, zone)}`;
}

/** What time a chart shows: `21 Nov 2026, 02:45 to 03:45 CET`. */
export function rangeText(from: number, to: number, zone: string): string {
  const end = `${clock(to, zone)} ${zoneName(to, zone)}`;
  if (date(from, zone) === date(to, zone))
    return `${date(to, zone)}, ${clock(from, zone)} to ${end}`;
  return `${dayText(from, zone)} ${clock(from, zone)} to ${date(to, zone)} ${end}`;
}

function date(at: number, zone: string): string {
  return format(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `CET`, `EST`; `GMT+5:30` where neither British nor American English has a name for it. */
function zoneName(at: number, zone: string): string {
  const names = ['en-GB', 'en-US'].map((locale) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName'),
  );
  const [first = '', second = ''] = names.map((part) => part?.value ?? '');
  return /\d/u.test(first) ? second : first;
}

function format(at: number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at);
}
