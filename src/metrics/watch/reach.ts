import { keptFor } from '../period.ts';
import { MOST_POINTS } from '../wanted.ts';
import type { WatchRule } from './rule.ts';

/** So far back it is looked at what nobody looked at in time, milliseconds: what is older is no news. */
const CATCH_UP = 15 * 60_000;

/** Over how many periods a rule catches up. */
export function periodsCaughtUp({ every, period }: Pick<WatchRule, 'every' | 'period'>): number {
  return Math.ceil(Math.max(CATCH_UP, 2 * every) / period);
}

/** How many periods before those that are judged must be known, to judge them. */
export function periodsBefore({ periods, summed }: Pick<WatchRule, 'periods' | 'summed'>): number {
  return 2 * periods + summed - 1;
}

/** How many figures of one metric a look at a rule may have to read at once. */
export function figuresNeeded(
  rule: Pick<WatchRule, 'every' | 'period' | 'periods' | 'summed'>,
): number {
  return periodsBefore(rule) + periodsCaughtUp(rule);
}

/**
 * How many figures of a period there are of one metric at once.
 *
 * @param isKept whether they are CloudWatch's, which keeps them for a time only
 */
export function figuresGiven(period: number, isKept: boolean): number {
  return isKept ? Math.min(MOST_POINTS, keptFor(period) / period) : MOST_POINTS;
}
