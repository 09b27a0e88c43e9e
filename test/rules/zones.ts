import * as fc from 'fast-check';

/** Zones whose clocks do something different each. */
export const ZONES: readonly string[] = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe', // half an hour
  'Africa/Casablanca', // around Ramadan
  'Asia/Kolkata',
  'Pacific/Apia', // left a day out in 2011
  'America/Havana', // at midnight
];

/** Whole minutes from 2005 to 2045, as often as not near a change of some clock. */
export const instants: fc.Arbitrary<number> = fc
  .oneof(
    fc.integer({ min: Date.UTC(2005) / 60_000, max: Date.UTC(2045) / 60_000 }),
    fc
      .tuple(
        fc.constantFrom(
          Date.UTC(2026, 2, 29, 1), // Berlin, forward
          Date.UTC(2026, 9, 25, 1), // Berlin, back
          Date.UTC(2026, 2, 8, 7), // New York, forward
          Date.UTC(2026, 10, 1, 6), // New York, back
          Date.UTC(2026, 3, 4, 15), // Lord Howe, back
          Date.UTC(2026, 9, 3, 15, 30), // Lord Howe, forward
          Date.UTC(2026, 2, 8, 5), // Havana, forward
          Date.UTC(2011, 11, 30, 10), // Samoa
        ),
        fc.integer({ min: -180, max: 180 }),
      )
      .map(([change, minutes]) => change / 60_000 + minutes),
  )
  .map((minutes) => minutes * 60_000);

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on a wall shows at a moment, as if it were UTC: by the platform, slowly. */
export function wallAt(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(zone, format);
  const parts = new Map<string, number>(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: string): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
}
