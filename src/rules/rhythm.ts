/**
 * A group's flushes come at its anchor (the first flush) and whole intervals after it.
 * All times are epoch milliseconds.
 */
export interface Rhythm {
  readonly anchor: number;
  readonly interval: number;
}

/** The first flush strictly after `time`. */
export function tickAfter({ anchor, interval }: Rhythm, time: number): number {
  return time < anchor ? anchor : anchor + (Math.floor((time - anchor) / interval) + 1) * interval;
}

/** The first flush at or after `time`. */
export function tickFrom({ anchor, interval }: Rhythm, time: number): number {
  return time <= anchor ? anchor : anchor + Math.ceil((time - anchor) / interval) * interval;
}

/**
 * The tick that a flush stands for: its timer's or, when it comes too late, the last one that should
 * have been. Undefined for a flush between two ticks.
 */
export function tickOf({ anchor, interval }: Rhythm, due: number, now: number): number | undefined {
  const isTick = (due - anchor) % interval === 0;
  if (isTick && now - due < interval) return due;
  const last = anchor + Math.floor((now - anchor) / interval) * interval;
  return last >= due ? last : undefined;
}
