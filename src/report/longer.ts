import { spanOf } from '../alert/span.ts';
import { isAlone } from './alarms.ts';
import type { Episode } from './episodes.ts';
import { nearestRank } from './nearest-rank.ts';

/** Fewer episodes that are over say nothing about how long they last. */
const ENOUGH = 5;
/** So large a share of what needed nobody is to be left out. */
const LEFT_OUT = 0.8;
/** More periods than this nobody should wait for: what is serious would be told too late. */
const MOST_PERIODS = 5;
const MINUTE = 60_000;

/**
 * For how much longer an alarm would have to breach before it fires, to leave out what needed nobody;
 * undefined where the episodes do not bear that out.
 *
 * An alarm that asks for k more periods in a row fires k periods later, and not at all in an episode that
 * lasts no longer than that. So k is the length of the 80 % (nearest rank) of the episodes that needed
 * nobody, from when the alarm fired to when it ended, in whole periods, rounded up. Where the source says
 * nothing of periods it is counted in minutes. It is told only where at least five episodes are over, k is
 * at most five, and none that somebody needed to act on is left out.
 */
export function longerText(own: readonly Episode[]): string | undefined {
  const over = own.flatMap((episode) => {
    const { startedAt, endedAt } = episode;
    if (endedAt === undefined) return [];
    return [{ lasted: Math.max(0, endedAt - startedAt), alone: isAlone(episode) }];
  });
  const period = periodOf(own.at(-1));
  const needless = over.filter(({ alone }) => alone).map(({ lasted }) => lasted);
  const rank = nearestRank(needless, LEFT_OUT);
  if (over.length < ENOUGH || rank === undefined) return undefined;
  const more = Math.max(1, Math.ceil(rank / (period ?? MINUTE)));
  const wait = more * (period ?? MINUTE);
  const leftOut = over.filter(({ lasted }) => lasted <= wait);
  if (more > MOST_PERIODS || leftOut.some(({ alone }) => !alone)) return undefined;
  const ask =
    period === undefined
      ? `let it breach for ${spanOf(wait)} longer`
      : `ask for ${more} more ${more === 1 ? 'period' : 'periods'} of ${spanOf(period)}`;
  return `${ask}, for ${leftOut.length} of ${over.length} episodes lasted no longer than ${spanOf(wait)}`;
}

function periodOf(last: Episode | undefined): number | undefined {
  return last?.measured.values().next().value?.period;
}
