import { lastOf, wallTimes, type WallTimes } from './wall-times.ts';
import { DAY, instantOf, segmentAt, type Segment } from './zone.ts';

/** The starts next to a moment; undefined where there is none. */
export interface Neighbours {
  /** The last start at or before it. */
  readonly latest: number | undefined;
  /** The first start after it. */
  readonly next: number | undefined;
}

/** When something starts: what is around a moment (epoch milliseconds). */
export type Starts = (at: number) => Neighbours;

/** Something that starts again and again. */
export interface Recurrence {
  /** The RFC 5545 rule, without COUNT and UNTIL: `FREQ=WEEKLY;BYDAY=TU`. */
  readonly rule: string;
  /** The IANA zone by whose clocks it goes. */
  readonly zone: string;
  /** What the clock on the wall shows when it can start first, as if that were UTC. */
  readonly start: number;
  /** How often it starts. */
  readonly count?: number;
  /** The last moment at which it can start. */
  readonly until?: number;
}

/** The starts of what starts once. */
export function once(startsAt: number): Starts {
  return (at) =>
    startsAt <= at ? { latest: startsAt, next: undefined } : { latest: undefined, next: startsAt };
}

/**
 * The starts of a recurrence. The rule is followed on the clock of the wall: a start in the hour that
 * is skipped is as much later as the clocks are put forward, one in the hour that comes twice is in the
 * first. What was found last is remembered: mostly the next question is about a moment close by.
 *
 * @throws Error when the rule has a value that it can't have, or `count` is out of reach.
 */
export function recurring({ rule, zone, start, count, until }: Recurrence): Starts {
  const counted = count === undefined ? undefined : lastOf(rule, start, count);
  const last = Math.min(
    until ?? Number.POSITIVE_INFINITY,
    counted === undefined ? Number.POSITIVE_INFINITY : instantOf(zone, counted),
  );
  const walls = wallTimes(rule, start);
  let known: Neighbours | undefined;
  return (at) => {
    known = known !== undefined && isBetween(known, at) ? known : around(walls, zone, last, at);
    return known;
  };
}

function isBetween({ latest, next }: Neighbours, at: number): boolean {
  return (latest ?? Number.NEGATIVE_INFINITY) <= at && at < (next ?? Number.POSITIVE_INFINITY);
}

function around(walls: WallTimes, zone: string, last: number, at: number): Neighbours {
  const next = at < last ? firstFrom(walls, zone, Math.floor(at) + 1) : undefined;
  return {
    latest: lastUpTo(walls, zone, Math.min(at, last)),
    next: next === undefined || next > last ? undefined : next,
  };
}

/** The first start at or after a moment, over the stretches of time between changes of the clocks. */
function firstFrom(walls: WallTimes, zone: string, moment: number): number | undefined {
  let from = moment;
  for (;;) {
    const { segment, before, begin } = piece(zone, from);
    const { offset, to } = segment;
    const regular = walls.firstFrom(Math.max(from + offset, begin));
    const skipped =
      before < offset ? walls.firstFrom(Math.max(from, segment.from) + before) : undefined;
    const starts = [
      ...(regular !== undefined && regular - offset < to ? [regular - offset] : []),
      ...(skipped !== undefined && skipped < begin ? [skipped - before] : []),
    ];
    if (starts.length > 0) return Math.min(...starts);
    if (regular === undefined) return undefined;
    from = Math.max(to, regular - offset - 2 * DAY);
  }
}

/** The last start at or before a moment. */
function lastUpTo(walls: WallTimes, zone: string, moment: number): number | undefined {
  let upTo = moment;
  for (;;) {
    const { segment, before, begin } = piece(zone, upTo);
    const { offset } = segment;
    const regular = walls.lastUpTo(upTo + offset);
    const skipped =
      before < offset ? walls.lastUpTo(Math.min(upTo + before, begin - 1)) : undefined;
    const starts = [
      ...(regular !== undefined && regular >= begin ? [regular - offset] : []),
      ...(skipped !== undefined && skipped >= segment.from + before ? [skipped - before] : []),
    ];
    if (starts.length > 0) return Math.max(...starts);
    const earlier = Number.isFinite(begin) ? walls.lastUpTo(begin - 1) : undefined;
    if (earlier === undefined) return undefined;
    upTo = Math.min(segment.from - 1, earlier - offset + 2 * DAY);
  }
}

interface Piece {
  readonly segment: Segment;
  /** The offset until the segment began. */
  readonly before: number;
  /**
   * What the clock on the wall shows when the segment has a time for itself: where clocks are put
   * back that is after what was there already, where they are put forward after what is skipped.
   */
  readonly begin: number;
}

function piece(zone: string, at: number): Piece {
  const segment = segmentAt(zone, at);
  const { from, offset } = segment;
  const before = Number.isFinite(from) ? segmentAt(zone, from - 1).offset : offset;
  return { segment, before, begin: from + Math.max(offset, before) };
}
