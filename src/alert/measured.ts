import type { Alert } from './alert.ts';

/** What an alert was held against when it fired. */
export interface Measured {
  readonly value: number;
  readonly threshold: number;
  /** On which side of the threshold the alert fires. */
  readonly side: 'over' | 'under';
  /** True where it fires at the threshold itself, too. */
  readonly inclusive?: true;
  /** How long one of its periods is, in milliseconds, where its source has such. */
  readonly period?: number;
  /** As it is written behind a figure: `%`, `ms`. */
  readonly unit?: string;
}

/**
 * By what figures an alert fires; undefined where it has none, or nobody can tell on which side of its
 * threshold that is. What its source says of the comparison counts; without a word of it, the figures do.
 */
export function measuredOf({ value, threshold, annotations }: Alert): Measured | undefined {
  if (value === undefined || threshold === undefined) return undefined;
  const { comparison = value > threshold ? '>' : '<', period, unit } = annotations;
  const side = SIDES[comparison];
  const beyond = side === 'over' ? value - threshold : threshold - value;
  const isInclusive = comparison === '≥' || comparison === '≤';
  if (side === undefined || beyond < 0 || (beyond === 0 && !isInclusive)) return undefined;
  const seconds = Number(period);
  return {
    value,
    threshold,
    side,
    ...(isInclusive && { inclusive: true }),
    ...(seconds > 0 && seconds <= LONGEST_PERIOD && { period: seconds * 1000 }),
    ...(unit !== undefined && UNIT.test(unit) && { unit }),
  };
}

/** In seconds: a week, more than CloudWatch takes. */
const LONGEST_PERIOD = 7 * 24 * 60 * 60;

/** What is written behind a figure is short, and no text. */
const UNIT = /^[\p{L}\p{Sc}%/]{1,8}$/u;

const SIDES: Readonly<Record<string, Measured['side']>> = {
  '>': 'over',
  '≥': 'over',
  '<': 'under',
  '≤': 'under',
};

/** Whether a figure is further beyond its threshold than another is beyond the same. */
export function isFurther(one: Measured, other: Measured): boolean {
  return one.side === 'over' ? one.value > other.value : one.value < other.value;
}
