import { spanOf } from '../alert/span.ts';
import { parseDuration } from '../config/duration.ts';
import { Mistake, quoted } from '../config/mistake.ts';
import { parseTime } from '../intake/time.ts';

/** How long something shall last, as options say it: `--for`, in milliseconds, or `--until`. */
export interface WrittenEnd {
  readonly for?: number;
  /** Epoch milliseconds. */
  readonly until?: number;
}

/**
 * Reads `--for`.
 *
 * @param examples what a mistake suggests
 * @throws Mistake for what is no duration, or none that lasts
 */
export function parseSpan(text: string, examples?: string): number {
  const span = parseDuration(text, examples);
  if (span === 0)
    throw new Mistake('0 is no time at all', `write a duration such as ${examples ?? '2h'}`);
  return span;
}

/** Reads `--until` and `--from`: epoch milliseconds; UTC where no zone is named. @throws Mistake */
export function parseInstant(text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  const hint = 'write ISO 8601: 2026-01-06T02:00:00Z, or 2026-01-06T02:00+01:00';
  throw new Mistake(`${quoted(text)} is no time`, hint);
}

/** @throws Mistake unless just one of the two says when it ends */
export function checkEnd({ for: span, until }: WrittenEnd): void {
  if (span === undefined && until === undefined) {
    throw new Mistake('nothing says when it ends', 'write --for 2h, or --until with a time');
  }
  if (span !== undefined && until !== undefined) {
    throw new Mistake('--for and --until exclude each other', 'write one of them');
  }
}

/**
 * When something ends that begins at `startsAt`.
 *
 * @throws Mistake for an end that is past, or not after the start
 */
export function endOf({ for: span = 0, until }: WrittenEnd, startsAt: number, now: number): number {
  const endsAt = until ?? startsAt + span;
  if (endsAt <= now) {
    throw new Mistake(`${timeText(endsAt)} is past`, 'write a later --until, or --for 2h');
  }
  if (endsAt <= startsAt) {
    const hint = 'write a later --until, or --for 2h';
    throw new Mistake(`it would end before it begins, at ${timeText(startsAt)}`, hint);
  }
  return endsAt;
}

/** To the second: `2026-01-06T02:00:00Z`. */
export function timeText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/u, '');
}

/** A time and how far off it is: `2026-01-06T02:00:00Z (in 1 h 30 min)`. */
export function untilText(time: number, now: number): string {
  return `${timeText(time)} (in ${spanOf(Math.max(1_000, time - now))})`;
}
