import { figureText } from '../alert/figure.ts';
import type { Measured } from '../alert/measured.ts';
import { isAlone } from './alarms.ts';
import type { Episode } from './episodes.ts';
import { nearestRank } from './nearest-rank.ts';

/** Fewer episodes with figures say nothing about a threshold. */
const ENOUGH = 5;
/** So large a share of what needed nobody is to be left out. */
const LEFT_OUT = 0.8;
/** Further than so much of itself a threshold is not moved: that would be another alarm. */
const FURTHEST = 0.5;

interface Figure extends Measured {
  readonly alone: boolean;
}

/**
 * By how much an alarm's threshold would have to be moved to leave out what needed nobody; undefined where
 * the figures do not bear that out.
 *
 * The new threshold is the figure of the 80 % (nearest rank) of the episodes that needed nobody, rounded
 * away from the old one to its second digit. It left out the episodes whose furthest figure is not beyond
 * it. The reason for a rank: a few large outliers do not move it. It is told only where at least five
 * episodes have figures against the present threshold, all that somebody needed to act on would still have
 * fired, more than half of all are left out, and it moves by at most half of itself; a share stays below
 * 100 %. What an alarm reached after it was last told is not known: some that are counted as left out may
 * have gone further, and would have fired later.
 */
export function thresholdText(alarm: string, own: readonly Episode[]): string | undefined {
  const all = own.flatMap((episode): readonly Figure[] => {
    const measured = episode.measured.get(alarm);
    return measured === undefined ? [] : [{ ...measured, alone: isAlone(episode) }];
  });
  const last = all.at(-1);
  if (last === undefined) return undefined;
  const { threshold, side, unit } = last;
  const figures = all.filter((one) => one.threshold === threshold && one.side === side);
  if (figures.length < ENOUGH) return undefined;
  const wanted = thresholdFor(figures, last);
  if (wanted === undefined) return undefined;
  const leftOut = figures.filter((one) => !fires(one, wanted));
  if (leftOut.some((one) => !one.alone) || leftOut.length * 2 <= figures.length) return undefined;
  const [from, to] = [threshold, wanted].map((one) => figureText(one, unit, 6));
  const verb = side === 'over' ? 'raise' : 'lower';
  return `${verb} its threshold from ${from} to ${to}, which would have left out ${leftOut.length} of ${figures.length} episodes`;
}

function thresholdFor(
  figures: readonly Figure[],
  { threshold, side, inclusive, unit }: Measured,
): number | undefined {
  const sign = side === 'over' ? 1 : -1;
  const needless = figures.filter(({ alone }) => alone).map(({ value }) => value * sign);
  const rank = nearestRank(needless, LEFT_OUT);
  if (rank === undefined || threshold === 0) return undefined;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(threshold))) - 1);
  const steps = inclusive === true ? Math.floor(rank / step) + 1 : Math.ceil(rank / step);
  // Without the dust of binary fractions.
  const wanted = Number((steps * step * sign).toPrecision(12));
  const isFar = Math.abs(wanted - threshold) > Math.abs(threshold) * FURTHEST;
  const isNoShare = unit === '%' && (wanted >= 100 || wanted <= 0);
  return isFar || isNoShare || wanted === threshold ? undefined : wanted;
}

function fires({ value, side, inclusive }: Figure, threshold: number): boolean {
  if (value === threshold) return inclusive === true;
  return side === 'over' ? value > threshold : value < threshold;
}
