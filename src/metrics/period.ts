import type { Span } from './series.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Periods people read easily; each divides a day. */
const PERIODS = [
  ...[5, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12, 24].map((hours) => hours * HOUR),
];
const MULTIPLES = [5, 10, 15, 30, 60];
const MOST_POINTS = 1000;

export interface PeriodWishes {
  /** The period is this, or a multiple of it; a minute unless told. */
  readonly shortest?: number;
  /** Epoch milliseconds; the end of the span unless told. */
  readonly now?: number;
}

/**
 * The shortest period by which a span has at most a thousand points that are still kept, milliseconds.
 */
export function periodFor(span: Span, wishes: PeriodWishes = {}): number {
  const { shortest = MINUTE, now = span.to } = wishes;
  const enough = (span.to - span.from) / MOST_POINTS;
  const longer = [...PERIODS, ...MULTIPLES.map((times) => times * shortest)]
    .filter((period) => period > shortest && period % shortest === 0)
    .toSorted((a, b) => a - b);
  const step = DAY % shortest === 0 ? DAY : 60 * shortest;
  const fits = (period: number) => period >= enough && now - span.from <= keptFor(period);
  return [shortest, ...longer].find(fits) ?? Math.max(1, Math.ceil(enough / step)) * step;
}

/**
 * For how long figures of a period are kept, milliseconds. CloudWatch's, by its API Reference, MetricStat;
 * a Prometheus has no such limits, but nobody misses the seconds of last week.
 */
export function keptFor(period: number): number {
  if (period < MINUTE) return 3 * HOUR;
  if (period % HOUR === 0) return 455 * DAY;
  return period % (5 * MINUTE) === 0 ? 63 * DAY : 15 * DAY;
}

/** The whole periods that lie in a span, counted from the epoch; one at its end where there is none. */
export function wholePeriods({ from, to }: Span, period: number): Span {
  const end = Math.floor(to / period) * period;
  return { from: Math.min(Math.ceil(from / period) * period, end - period), to: end };
}
