/** Where a line comes from; of lines of the same instant these come in this order. */
export const LINE_SOURCES = [
  'deployment',
  'alert',
  'model',
  'incident',
  'runbook',
  'action',
] as const;

export type LineSource = (typeof LINE_SOURCES)[number];

/** A line of what happened. Its text is plain: what people and services wrote is among it. */
export interface TimelineLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly source: LineSource;
  /** Who did it; absent where the bot or nobody did. */
  readonly by?: string;
  readonly text: string;
  /** Where to look at it: http(s). */
  readonly link?: string;
}

export interface Timeline {
  /** The oldest first. */
  readonly lines: readonly TimelineLine[];
  /** So many in the middle are left out. */
  readonly leftOut: number;
}

/** So many lines are shown: the first and the last of them. */
const MOST_LINES = 400;
/** The same said twice within so long, milliseconds, is said once. */
const SAME = 1_000;

/**
 * What happened, put together from everything that is kept of it: in order, each line once. The order is the same
 * however the sources come: by time, then by source, then as the source has them.
 */
export function timelineOf(...sources: readonly (readonly TimelineLine[])[]): Timeline {
  const rank = new Map(LINE_SOURCES.map((source, index) => [source, index]));
  const ordered = sources
    .flat()
    .toSorted((a, b) => a.at - b.at || (rank.get(a.source) ?? 0) - (rank.get(b.source) ?? 0));
  const lines = ordered.filter((line, index) => !isSaidBefore(line, ordered, index));
  const leftOut = Math.max(0, lines.length - MOST_LINES);
  if (leftOut === 0) return { lines, leftOut };
  const half = MOST_LINES / 2;
  return { lines: [...lines.slice(0, half), ...lines.slice(-half)], leftOut };
}

function isSaidBefore(
  { at, source, by, text }: TimelineLine,
  ordered: readonly TimelineLine[],
  index: number,
): boolean {
  for (let before = index - 1; before >= 0; before -= 1) {
    const other = ordered[before];
    if (other === undefined || at - other.at > SAME) return false;
    if (other.source === source && other.by === by && other.text === text) return true;
  }
  return false;
}
