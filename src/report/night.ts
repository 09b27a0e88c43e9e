import { segmentAt } from '../rules/zone.ts';
import type { Episode } from './episodes.ts';

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 7;

/** How often somebody was paged at night. */
export interface NightPages {
  /** Whether somebody did something about it. */
  readonly answered: boolean;
  /** Who; absent where nobody did, or nobody knows who. */
  readonly who?: string;
  readonly pages: number;
}

/**
 * The pages between 22:00 and 07:00 by the clocks of a zone, by person, the most first. Whom a page woke
 * is not known to us: it counts for who took the group on.
 */
export function nightPages(
  episodes: readonly Episode[],
  { from, until, zone }: { readonly from: number; readonly until: number; readonly zone: string },
): readonly NightPages[] {
  const counts = new Map<string, NightPages>();
  for (const { pages: paged, acted } of episodes) {
    const count = paged.filter((at) => at >= from && at < until && isNight(at, zone)).length;
    if (count === 0) continue;
    const answered = acted !== undefined;
    const who = acted?.by === undefined ? {} : { who: acted.by };
    const key = JSON.stringify({ answered, ...who });
    const pages = (counts.get(key)?.pages ?? 0) + count;
    counts.set(key, { answered, ...who, pages });
  }
  return [...counts.values()].toSorted((a, b) => b.pages - a.pages);
}

function isNight(at: number, zone: string): boolean {
  const hour = new Date(at + segmentAt(zone, at).offset).getUTCHours();
  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}
