import { worst, type Severity } from '../alert/severity.ts';
import { isFurther, type Measured } from '../alert/measured.ts';
import type { DoneMoment, NamedMeasure, PastMoment, ToldMoment } from '../rules/moment.ts';

/** A group from when somebody was first told to when all was over. Times are epoch milliseconds. */
export interface Episode {
  readonly toldAt: number;
  /** When the first of what was told began. */
  readonly startedAt: number;
  /** Absent while it goes on; no earlier than it was told. */
  readonly overAt?: number;
  /** When the last of it ended. */
  readonly endedAt?: number;
  /** The worst that was told. */
  readonly severity: Severity;
  /** The names of all alarms that were told. */
  readonly alarms: ReadonlySet<string>;
  /** By alarm, of those that have figures: the one that was furthest beyond its threshold. */
  readonly measured: ReadonlyMap<string, Measured>;
  /** The first that somebody did about it. */
  readonly acted?: { readonly at: number; readonly by?: string };
  /** When somebody was paged. */
  readonly pages: readonly number[];
}

interface Open extends Episode {
  readonly pages: number[];
}

/**
 * The episodes in a history, in the order in which they began.
 *
 * @param moments oldest first
 */
export function episodesOf(moments: Iterable<PastMoment>): readonly Episode[] {
  const open = new Map<string, Open>();
  const over: Open[] = [];
  for (const moment of moments) {
    const { group } = moment;
    const known = open.get(group);
    if (moment.what === 'told') open.set(group, told(known, moment));
    else if (known === undefined) continue;
    else if (moment.what !== 'over') open.set(group, done(known, moment));
    // The end of the episode before, of which somebody was told late, is not the end of this one.
    else if (moment.endedAt >= known.startedAt) {
      const { endedAt } = moment;
      over.push({ ...known, endedAt, overAt: Math.max(endedAt, known.toldAt) });
      open.delete(group);
    }
  }
  return [...over, ...open.values()].toSorted((a, b) => a.toldAt - b.toldAt);
}

function told(known: Open | undefined, moment: ToldMoment & PastMoment): Open {
  const { at, startedAt, severity, alarms } = moment;
  const measured = withFurthest(known?.measured, moment.measured);
  if (known === undefined) {
    return { toldAt: at, startedAt, severity, alarms: new Set(alarms), measured, pages: [] };
  }
  return {
    ...known,
    measured,
    severity: worst([known.severity, severity]) ?? severity,
    alarms: known.alarms.union(new Set(alarms)),
  };
}

function withFurthest(
  known: Episode['measured'] = new Map(),
  told: readonly NamedMeasure[] = [],
): Episode['measured'] {
  const furthest = new Map(known);
  for (const { alarm, ...one } of told) {
    const before = furthest.get(alarm);
    if (before === undefined || isFurther(one, before)) furthest.set(alarm, one);
  }
  return furthest;
}

function done(known: Open, { what, at, by }: DoneMoment & PastMoment): Open {
  if (what === 'paged') return { ...known, pages: [...known.pages, at] };
  // What the bot does by itself is nobody's deed; who silenced is not always known.
  if (known.acted !== undefined || (by === undefined && what !== 'silenced')) return known;
  return { ...known, acted: { at, ...(by !== undefined && { by }) } };
}
