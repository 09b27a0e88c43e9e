const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Over how long an objective holds, in milliseconds. */
export const SLO_PERIOD = 30 * DAY;
/** What today's rate is taken from. */
const TODAY = DAY;

/**
 * When a budget burns too fast: over a long window, and over a short one still. Of a budget of 30 days, 14.4 for
 * an hour are 2 %, 6 for six hours 5 %, and 1 for three days 10 %.
 *
 * @see https://sre.google/workbook/alerting-on-slos/ (multiwindow, multi-burn-rate alerts)
 */
const BURN_WINDOWS = [
  { long: HOUR, short: 5 * MINUTE, limit: 14.4, severity: 'critical' },
  { long: 6 * HOUR, short: 30 * MINUTE, limit: 6, severity: 'critical' },
  { long: 3 * DAY, short: 6 * HOUR, limit: 1, severity: 'warning' },
] as const;

/** Every window that must be read, in milliseconds. */
export const SLO_WINDOWS: readonly number[] = [
  ...new Set([SLO_PERIOD, TODAY, ...BURN_WINDOWS.flatMap(({ long, short }) => [long, short])]),
];

/** What burns over two windows. */
export interface Burn {
  /** In milliseconds. */
  readonly long: number;
  readonly short: number;
  /** Absent where there is no data. */
  readonly rate?: number;
  readonly shortRate?: number;
  readonly limit: number;
  readonly severity: 'critical' | 'warning';
  /** Both are past the limit. */
  readonly isTooFast: boolean;
}

/** How an objective stands. */
export interface Budget {
  /** From 0 to 1. */
  readonly objective: number;
  /** From 0 to 1, over 30 days. */
  readonly availability: number;
  /** The share of the error budget that is left: 1 is all of it, below 0 it is overspent. */
  readonly left: number;
  readonly burns: readonly Burn[];
  /** That of the last day. */
  readonly today?: number;
  /** In how many milliseconds it will be gone at today's rate; absent where it will not, and without data. */
  readonly goneIn?: number;
}

/**
 * How many times as fast as it may the error budget is used up: `(1 - availability) / (1 - objective)`. At 1 it
 * lasts exactly the period of the objective, at 2 half of it, at 0 nothing is used.
 *
 * @param availability from 0 to 1
 * @param objective from 0 to below 1
 */
export function burnRate(availability: number, objective: number): number {
  return (1 - availability) / (1 - objective);
}

/**
 * What is left of the error budget of a period: `1 - (1 - availability) / (1 - objective)`, from 1 (nothing
 * failed) over 0 (as much failed as may) to below it.
 *
 * @param availability from 0 to 1, over the whole period
 */
export function budgetLeft(availability: number, objective: number): number {
  return 1 - burnRate(availability, objective);
}

/**
 * In how long the budget will be gone: `left × period / rate`, for at a rate of 1 all of it lasts the period. What
 * comes back as old failures leave the period is not counted.
 *
 * @param left a share of the budget
 * @param period in milliseconds, as is what is returned
 * @returns 0 where it is gone, undefined where it does not burn
 */
export function goneIn(
  left: number,
  rate: number,
  period: number = SLO_PERIOD,
): number | undefined {
  if (left <= 0) return 0;
  return rate <= 0 ? undefined : (left * period) / rate;
}

/**
 * How an objective stands, by its availability over each of `SLO_WINDOWS`.
 *
 * @param objective from 0 to below 1
 * @param over the availability (0 to 1) over so many milliseconds; undefined where there is no data
 * @returns undefined where nothing is known of the 30 days
 */
export function budgetOf(
  objective: number,
  over: (window: number) => number | undefined,
): Budget | undefined {
  const availability = over(SLO_PERIOD);
  if (availability === undefined) return undefined;
  const rateOver = (window: number) => {
    const one = over(window);
    return one === undefined ? undefined : burnRate(one, objective);
  };
  const left = budgetLeft(availability, objective);
  const today = rateOver(TODAY);
  const gone = left <= 0 ? 0 : today === undefined ? undefined : goneIn(left, today);
  return {
    objective,
    availability,
    left,
    burns: BURN_WINDOWS.map((windows) => {
      const [rate, shortRate] = [rateOver(windows.long), rateOver(windows.short)];
      return {
        ...windows,
        ...(rate !== undefined && { rate }),
        ...(shortRate !== undefined && { shortRate }),
        isTooFast: (rate ?? 0) > windows.limit && (shortRate ?? 0) > windows.limit,
      };
    }),
    ...(today !== undefined && { today }),
    ...(gone !== undefined && { goneIn: gone }),
  };
}
