import { figurePair } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import type { Values } from '../arithmetic.ts';
import { isSo, type Limit } from '../limits.ts';
import type { WatchRule } from './rule.ts';

/** What a rule's condition is about, at one moment. */
export interface Compared {
  readonly limit: Limit;
  readonly value: number;
  readonly threshold: number;
  /** The sign behind both. */
  readonly unit?: string | undefined;
}

/** The comparison that decides: the first that holds of what fires, the first that does not of what is over. */
export function comparedIn(
  { when, metrics }: WatchRule,
  status: 'firing' | 'resolved',
  values: Values,
): Compared | undefined {
  const known = when.limits
    .map((limit) => ({ limit, value: limit.figure(values), threshold: limit.against(values) }))
    .filter(({ value, threshold }) => Number.isFinite(value) && Number.isFinite(threshold));
  const decisive = known.find((one) => isPast(one) === (status === 'firing')) ?? known[0];
  if (decisive === undefined) return undefined;
  const unit = metrics.get(decisive.limit.name ?? '')?.measure.unit;
  return { ...decisive, unit };
}

/** What a person would say of it: `API error rate 12.4 % over 10 % for 5 min`. */
export function measuredText(
  rule: WatchRule,
  status: 'firing' | 'resolved',
  compared: Compared | undefined,
): string {
  if (compared === undefined) {
    const titles = [...rule.metrics.values()].map(({ measure }) => measure.title);
    const nothing = `No data for ${[...new Set(titles)].join(' and ')}`;
    return rule.missing === status ? `${nothing}, which counts as ${status}` : nothing;
  }
  const { limit, value, threshold, unit } = compared;
  const title = rule.metrics.get(limit.name ?? '')?.measure.title ?? rule.name;
  const [is, than] = figurePair(value, threshold, unit);
  const within = rule.summed > 1 ? ` in ${spanOf(rule.summed * rule.period)}` : '';
  const past = limit.comparison === '==' ? '' : ` ${RELATIONS[limit.comparison]} ${than}`;
  if (status === 'resolved') return `${title} ${is}${within}${past && `, no longer${past}`}`;
  const lasting = rule.periods > 1 ? ` for ${spanOf(rule.periods * rule.period)}` : '';
  return `${title} ${is}${past}${within}${lasting}`;
}

const RELATIONS = { '>': 'over', '>=': '≥', '<': 'under', '<=': '≤' } as const;

function isPast({ limit, value, threshold }: Compared): boolean {
  return isSo(value, limit.comparison, threshold);
}
