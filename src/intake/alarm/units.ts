import { USUAL_UNITS } from './usual-units.ts';

/** CloudWatch's standard units as they are written behind a number; those not listed are not written. */
const SIGNS: Readonly<Record<string, string>> = {
  Percent: '%',
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'µs',
  Bytes: 'B',
  Kilobytes: 'kB',
  Megabytes: 'MB',
  Gigabytes: 'GB',
  Terabytes: 'TB',
  'Bytes/Second': 'B/s',
  'Kilobytes/Second': 'kB/s',
  'Megabytes/Second': 'MB/s',
  'Gigabytes/Second': 'GB/s',
  'Count/Second': '/s',
};

/** The sign of a metric's unit: the unit the message names, else the one the metric always has. */
export function unitSign(
  unit: string | undefined,
  namespace: string | undefined,
  metric: string | undefined,
): string | undefined {
  const name = unit ?? own(USUAL_UNITS, `${namespace} ${metric}`);
  if (name === undefined) return undefined;
  return name === 'USD' ? 'USD' : own(SIGNS, name);
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A span of seconds for people: `90 s`, `5 min`, `1 h`, `2 days`. */
export function spanText(seconds: number): string {
  if (seconds >= 86_400 && seconds % 86_400 === 0) {
    return seconds === 86_400 ? '1 day' : `${seconds / 86_400} days`;
  }
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
