import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which the clocks of a zone are not changed. All are milliseconds. */
export interface Segment {
  /** The moment it begins. */
  readonly from: number;
  /** The moment of the next change, which belongs to the next segment. */
  readonly to: number;
  /** What the clock on the wall shows, less UTC. */
  readonly offset: number;
}

/** No clock was ever put forward or back by more, nor is any further away from UTC. */
export const DAY = 86_400_000;

/** A zone has two segments a year; who looks further than this starts over. */
const REMEMBERED = 128;

/** Working a segment out takes up to a millisecond, and gives the same for ever. Newest first. */
const segmentsByZone = new Map<string, Segment[]>();

/** The segment of an IANA zone that a moment (epoch milliseconds) is in. */
export function segmentAt(zone: string, at: number): Segment {
  const known = segmentsByZone.get(zone) ?? [];
  const found = known.find(({ from, to }) => from <= at && at < to);
  if (found !== undefined) return found;
  const segment = workOut(zone, at);
  segmentsByZone.set(zone, [segment, ...known.slice(0, REMEMBERED - 1)]);
  return segment;
}

function workOut(zone: string, at: number): Segment {
  // Temporal takes whole milliseconds only.
  const there = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  // A change at this very moment is not "previous"; its segment begins here.
  const earlier = there.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: earlier?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: there.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: there.offsetNanoseconds / 1e6,
  };
}

/**
 * The moment at which the clock on a wall of a zone shows a time (milliseconds, as if it were UTC). A
 * time that comes twice is the first of the two; one that is skipped is as much later as the clocks
 * are put forward: RFC 5545, section 3.3.5, and Temporal's `compatible`.
 */
export function instantOf(zone: string, wall: number): number {
  let segment = segmentAt(zone, wall - 2 * DAY);
  for (;;) {
    const instant = wall - segment.offset;
    if (instant < segment.to) return instant;
    const next = segmentAt(zone, segment.to);
    const isSkipped = wall - next.offset < next.from;
    if (isSkipped) return instant;
    segment = next;
  }
}
