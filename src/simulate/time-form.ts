import { Mistake } from '../config/mistake.ts';
import { parseTime } from '../intake/time.ts';
import { shown } from './shown.ts';

/** How the times of an input are written; the output's are written alike. */
export interface TimeForm {
  readonly name: 'seconds' | 'ISO 8601';
  /** @param time epoch milliseconds */
  readonly write: (time: number) => number | string;
}

const SECONDS: TimeForm = { name: 'seconds', write: (time) => time / 1000 };
const ISO: TimeForm = { name: 'ISO 8601', write: (time) => new Date(time).toISOString() };

/** A time as it is written: the virtual clock's, epoch milliseconds, where 0 is second 0. */
export interface WrittenTime {
  readonly time: number;
  readonly form: TimeForm;
}

/** The furthest a clock of JavaScript goes, in milliseconds. */
const LATEST = 8.64e15;

/**
 * Reads a time as seconds from the start (a number) or as ISO 8601.
 *
 * @throws Mistake that says what to write instead.
 */
export function readTime(value: unknown, name: string): WrittenTime {
  const hint = `write seconds from the start, ${name}: 2.5, or ISO 8601, ${name}: "2026-01-05T10:00:00Z"`;
  if (value === undefined || value === null) throw new Mistake(`${name} is missing`, hint);
  if (typeof value === 'number') {
    const time = Math.round(value * 1000);
    if (Math.abs(time) <= LATEST) return { time, form: SECONDS };
  }
  const time = typeof value === 'string' ? parseTime(value) : undefined;
  if (time === undefined) throw new Mistake(`${name} is no time: ${shown(value)}`, hint);
  return { time, form: ISO };
}
