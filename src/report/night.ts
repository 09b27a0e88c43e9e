import { segmentAt } from '../rules/zone.ts';
import type { Episode } from './episodes.ts';

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 7;

/** How often somebody was paged at night. */
export interface NightPages {
  /** Who did something about it; absent for pages that nobody answered. */
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
  const counts = new Map<string | undefined, number>();
  for (const { pages, acted } of episodes) {
    const count = pages.filter((at) => at >= from && at < until && isNight(at, zone)).length;
    if (count > 0) counts.set(acted?.by, (counts.get(acted?.by) ?? 0) + count);
  }
  return [...counts]
    .map(([who, pages]) => ({ ...(who !== undefined && { who }), pages }))
    .toSorted((a, b) => b.pages - a.pages);
}

function isNight(at: number, zone: string): boolean {
  const hour = new Date(at + segmentAt(zone, at).offset).getUTCHours();
  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}
