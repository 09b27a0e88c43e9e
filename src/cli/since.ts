import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../config/duration.ts';

/** A time, given the time now; epoch milliseconds. */
export type Since = (now: number) => number;

/** Reads `--since`: a span before now, or a time. */
export function parseSince(text: string): Since {
  const time = /^\d{4}-\d\d-\d\d/u.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return () => time;
  try {
    const span = parseDuration(text);
    return (now) => Math.max(0, Math.floor(now - span));
  } catch {
    throw new InvalidArgumentError('write 30m, 2h, 7d, or a time such as 2026-01-06T02:00:00Z');
  }
}
