const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/** An HTTP date, also with a day of one digit: `Wed, 6 Apr 2022 06:00:53 GMT` (AWS Health). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The end of the year 9999: later than this a number is not a time. */
const LATEST = Date.UTC(10_000, 0, 1) - 1;

/** Numbers from here on are milliseconds: as seconds they would lie beyond the year 5000. */
const MILLISECONDS_FROM = 1e11;

/**
 * Reads a time as AWS and others write it: ISO 8601 with any number of decimals, a zone with or
 * without a colon (CloudWatch: `2017-01-12T16:30:42.236+0000`), UTC when it names none, with or
 * without seconds; as an HTTP date; or as a number of seconds (or milliseconds) since 1970.
 *
 * @returns epoch milliseconds; undefined when it is no time, or before 1970 (the "zero time" with
 *   which Go programs say that there is none).
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return inRange(value >= MILLISECONDS_FROM ? value : value * 1000);
  }
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const text = value.trim();
  if (HTTP_DATE.test(text)) return inRange(Date.parse(text));
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = match;
  const clock = `${minutes}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  return inRange(Date.parse(`${date}T${clock}${withColon(zone.toUpperCase())}`));
}

function withColon(zone: string): string {
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}

function inRange(time: number): number | undefined {
  return time >= 0 && time <= LATEST ? Math.round(time) : undefined;
}
