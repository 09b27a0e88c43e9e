import { figureText } from '../../alert/figure.ts';

/** How values of a unit are written: divided by something, with something behind them. */
export interface Scale {
  readonly divisor: number;
  readonly suffix: string;
}

interface Step {
  readonly sign: string;
  /** In the smallest step of its ladder. */
  readonly size: number;
  /** From how many on it is used; 1 if absent. */
  readonly least?: number;
}

/** From two minutes on: people say 90 s, and 2 min. */
const TIMES: readonly Step[] = [
  { sign: 'µs', size: 1 },
  { sign: 'ms', size: 1e3 },
  { sign: 's', size: 1e6 },
  { sign: 'min', size: 60e6, least: 2 },
  { sign: 'h', size: 3600e6, least: 2 },
  { sign: 'd', size: 86_400e6, least: 2 },
];
const BYTES: readonly Step[] = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].map((sign, power) => ({
  sign,
  size: 1000 ** power,
}));
const BYTE_RATES: readonly Step[] = BYTES.map((step) => ({ ...step, sign: `${step.sign}/s` }));
const COUNTS: readonly Step[] = [
  { sign: '', size: 1 },
  { sign: 'k', size: 1e3, least: 10 },
  { sign: 'M', size: 1e6 },
  { sign: 'G', size: 1e9 },
  { sign: 'T', size: 1e12 },
];

/** A unit that is longer is said once, not beside every figure. */
const LONGEST_SUFFIX = 6;

/** How figures up to `largest` (what is farthest from zero) are written, on one axis. */
export function scaleOf(unit: string | undefined, largest: number): Scale {
  if (unit === undefined || unit.startsWith('/')) {
    const { size, sign } = stepFor(COUNTS, Math.abs(largest));
    return { divisor: size, suffix: `${sign}${isWordy(unit) ? '' : (unit ?? '')}` };
  }
  for (const ladder of [TIMES, BYTES, BYTE_RATES]) {
    const own = ladder.find(({ sign }) => sign === unit);
    if (own === undefined) continue;
    if (largest === 0) break;
    const { size, sign } = stepFor(ladder, Math.abs(largest) * own.size);
    return { divisor: size / own.size, suffix: ` ${sign}` };
  }
  return { divisor: 1, suffix: isWordy(unit) ? '' : ` ${unit}` };
}

function stepFor(ladder: readonly Step[], amount: number): Step {
  const [smallest = { sign: '', size: 1 }] = ladder;
  return ladder.findLast(({ size, least = 1 }) => amount >= least * size) ?? smallest;
}

/** True for a unit in words, which is said in the line below the title. */
export function isWordy(unit: string | undefined): boolean {
  return unit !== undefined && unit.length > LONGEST_SUFFIX;
}

/** A value as the scale writes it, with so many significant digits. */
export function scaled(value: number, { divisor, suffix }: Scale, digits = 3): string {
  return `${figureText(value / divisor, undefined, digits)}${suffix}`;
}

/** A value by itself: `1.24 s` for 1,240 ms, `12.5k/s`, `18.1 %`. */
export function valueText(value: number, unit: string | undefined): string {
  return scaled(value, scaleOf(unit, value));
}
