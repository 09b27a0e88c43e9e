import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { DriftState, FiringDrift } from '../../engine/ports/drift-states.ts';

/** What a run says of one thing that there may be an alert of. */
export interface Judged {
  /** What tells it apart from all others of its data. */
  readonly key: string;
  /** Undefined where it could not be found out. */
  readonly isBad: boolean | undefined;
  /** Of the alert; the severity is added. */
  readonly labels: Labels;
  readonly severity: Severity;
  /** In a line, for people. */
  readonly summary: string;
  readonly value?: number;
  readonly threshold?: number;
}

/** What became of one thing: there is an alert of it now, or no longer. */
export interface Change extends FiringDrift {
  readonly status: 'firing' | 'resolved';
  readonly summary: string;
  readonly value?: number;
  readonly threshold?: number;
}

export type Settled = Pick<DriftState, 'streaks' | 'firing' | 'judgedTo'>;

export interface Settling {
  /** The end of the window that was looked at, epoch milliseconds. */
  readonly end: number;
  /** How many runs, one after the other, must find a thing bad. */
  readonly sustained: number;
  readonly now: number;
  /** That something is over because nobody looks at it any more. */
  readonly gone: (known: FiringDrift) => Change;
}

/**
 * What a run changes: what was bad for as many runs as it takes is told, with the figures of each run; what is
 * bad no longer, or is looked at no longer, is over. What could not be found out stays as it was.
 */
export function settle(
  all: readonly Judged[],
  before: Settled | undefined,
  { end, sustained, now, gone }: Settling,
): { readonly after: Settled; readonly changes: readonly Change[] } {
  const isAgain = before?.judgedTo === end;
  const streaks = new Map<string, number>();
  const firing = new Map<string, FiringDrift>();
  const changes: Change[] = [];
  for (const one of all) {
    const { key, isBad } = one;
    const known = before?.firing[key];
    const streak = before?.streaks[key] ?? 0;
    if (isBad === undefined) {
      if (streak > 0) streaks.set(key, streak);
      if (known !== undefined) firing.set(key, known);
    } else if (isBad) {
      // The same window is no further run.
      const length = isAgain ? Math.max(streak, 1) : streak + 1;
      streaks.set(key, length);
      if (known === undefined && length < sustained) continue;
      const { severity } = one;
      const labels = { ...one.labels, severity };
      const raised = { labels, severity, since: known?.since ?? now };
      firing.set(key, raised);
      changes.push({ ...raised, status: 'firing', ...saidOf(one) });
    } else if (known !== undefined) {
      changes.push({ ...known, status: 'resolved', ...saidOf(one) });
    }
  }
  const judged = new Set(all.map(({ key }) => key));
  for (const [key, known] of Object.entries(before?.firing ?? {})) {
    if (!judged.has(key)) changes.push(gone(known));
  }
  return {
    after: {
      streaks: Object.fromEntries(streaks),
      firing: Object.fromEntries(firing),
      judgedTo: end,
    },
    changes,
  };
}

function saidOf({ summary, value, threshold }: Judged) {
  return {
    summary,
    ...(value !== undefined && { value }),
    ...(threshold !== undefined && { threshold }),
  };
}
