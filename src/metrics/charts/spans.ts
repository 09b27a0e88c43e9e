import type { Point } from './chart.ts';
import type { SeriesSketch } from './sketch.ts';

/** A stretch of time, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When a series was beyond something: from a value that was, to the next that is not or not known. */
export function spansBeyond(
  { segments, period }: Pick<SeriesSketch, 'segments' | 'period'>,
  isBeyond: (point: Point) => boolean,
): readonly Span[] {
  const spans: Span[] = [];
  for (const segment of segments) {
    let since: number | undefined;
    for (const point of segment) {
      if (isBeyond(point)) since ??= point.at;
      else if (since !== undefined) {
        spans.push({ from: since, to: point.at });
        since = undefined;
      }
    }
    const last = segment.at(-1);
    if (since !== undefined && last !== undefined)
      spans.push({ from: since, to: last.at + period });
  }
  return spans;
}

/** Where at least one point is missing, at the begin and at the end too. */
export function gapsOf(
  { segments, period }: Pick<SeriesSketch, 'segments' | 'period'>,
  { from, to }: Span,
): readonly Span[] {
  const ends = [from, ...segments.map((segment) => (segment.at(-1)?.at ?? from) + period)];
  const begins = [...segments.map((segment) => segment[0]?.at ?? to), to];
  return ends
    .map((end, index) => ({ from: end, to: begins[index] ?? to }))
    .filter((gap, index) => gap.to - gap.from >= period || (index > 0 && index < segments.length));
}
