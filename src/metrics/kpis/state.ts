import { isPast } from '../../alert/threshold.ts';
import type { Kpi } from './kpi.ts';

/**
 * How a key figure stands. `off target` is between the target and the warning, or where there is none;
 * `untargeted` has no limit at all and is only watched for its trend.
 */
export type KpiState =
  | 'critical'
  | 'warning'
  | 'off target'
  | 'no data'
  | 'on target'
  | 'untargeted';

/** The worst first. */
export const KPI_STATES: readonly KpiState[] = [
  'critical',
  'warning',
  'off target',
  'no data',
  'on target',
  'untargeted',
];

type Limits = Pick<Kpi, 'target' | 'warning' | 'critical'>;

/** How a figure stands to its limits; a limit itself is past only where it says `>=` or `<=`. */
export function stateOf(
  { target, warning, critical }: Limits,
  figure: number | undefined,
): KpiState {
  if (figure === undefined) return 'no data';
  if (critical !== undefined && isPast(critical, figure)) return 'critical';
  if (warning !== undefined && isPast(warning, figure)) return 'warning';
  if (target !== undefined) return isPast(target, figure) ? 'on target' : 'off target';
  return warning === undefined && critical === undefined ? 'untargeted' : 'on target';
}

/** Which way is the better one; undefined where nobody says. */
function betterWay({ target, warning, critical }: Limits): 'up' | 'down' | undefined {
  if (target !== undefined) return target.comparison.startsWith('<') ? 'down' : 'up';
  const limit = warning ?? critical;
  if (limit === undefined) return undefined;
  return limit.comparison.startsWith('<') ? 'up' : 'down';
}

/** Where a figure has gone since the window before, which is as long. */
export interface Trend {
  readonly way: 'up' | 'down' | 'level';
  /** In percent of what it was; absent where that was zero. */
  readonly percent?: number;
  /** Absent where no way is the better one, and where it is level. */
  readonly isBetter?: boolean;
}

/** What changes by less, in percent of what it was, is level. */
const LEVEL = 1;

/** @returns undefined where one of the two is not known */
export function trendOf(
  limits: Limits,
  figure: number | undefined,
  before: number | undefined,
): Trend | undefined {
  if (figure === undefined || before === undefined) return undefined;
  const change = figure - before;
  const percent = change === 0 ? 0 : (change / Math.abs(before)) * 100;
  const share = Number.isFinite(percent) ? { percent } : {};
  if (Math.abs(percent) < LEVEL) return { way: 'level', ...share };
  const way = change > 0 ? 'up' : 'down';
  const better = betterWay(limits);
  return { way, ...share, ...(better !== undefined && { isBetter: way === better }) };
}
