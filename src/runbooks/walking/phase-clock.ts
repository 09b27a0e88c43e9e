import type { Walk } from '../../engine/ports/walks.ts';
import type { Phase } from '../format/runbook.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Targets up to this are said in minutes; longer ones in hours. */
const IN_MINUTES = 2 * HOUR;

/** How a phase stands against its target time, which counts from when the walk was begun. */
export interface PhaseClock {
  readonly isOver: boolean;
  /** `3 of 5 min`, or `2 min over its 5 min`. */
  readonly text: string;
}

/** @param at epoch milliseconds */
export function phaseClock(
  walk: Pick<Walk, 'at'>,
  { to }: Pick<Phase, 'to'>,
  at: number,
): PhaseClock {
  const spent = Math.max(0, at - walk.at);
  const isOver = spent > to;
  const [unit, name] = to <= IN_MINUTES ? [MINUTE, 'min'] : [HOUR, 'h'];
  const target = `${Math.round(to / unit)} ${name}`;
  if (!isOver) return { isOver, text: `${Math.floor(spent / unit)} of ${target}` };
  return { isOver, text: `${lengthText(spent - to)} over its ${target}` };
}

/** How long something took, in the words of phases: `under a minute`, `12 min`, `3 h`, `2 d`. */
export function lengthText(length: number): string {
  if (length < MINUTE) return 'under a minute';
  if (length < IN_MINUTES) return `${Math.floor(length / MINUTE)} min`;
  return length < 48 * HOUR
    ? `${Math.floor(length / HOUR)} h`
    : `${Math.floor(length / (24 * HOUR))} d`;
}

/** So long nobody touches a walk before it is taken to be left, in milliseconds. */
const PATIENCE = 12 * HOUR;

/** When a walk that nobody touches is ended: not before the phase's target time. Epoch milliseconds. */
export function leftAt(
  walk: Pick<Walk, 'at' | 'touchedAt'>,
  phase: Pick<Phase, 'to'> | undefined,
): number {
  return Math.max(walk.touchedAt + PATIENCE, walk.at + (phase?.to ?? 0));
}
