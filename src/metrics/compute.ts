import { compileFormula } from './formula.ts';
import type { Formula } from './measure.ts';
import type { Problem } from './problem.ts';
import type { Point, Series } from './series.ts';

/**
 * Works a formula out, period by period. Where one of its series has a gap, and where it divides by
 * zero, there is a gap.
 *
 * @param operands the points of each; they lie at multiples of one period
 */
export function computed(
  { text, operands: names }: Formula,
  operands: ReadonlyMap<string, readonly Point[]>,
): readonly Point[] {
  const formula = compileFormula(text, [...names.keys()]);
  const moments = new Map<number, Record<string, number>>();
  for (const [name, points] of operands) {
    for (const { at, value } of points) {
      const values = moments.get(at) ?? {};
      values[name] = value;
      moments.set(at, values);
    }
  }
  return [...moments]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([at, values]) => {
      const value = formula.at(values);
      return value === undefined ? [] : { at, value };
    });
}

/** A formula has one figure a period of each operand. */
export function onlySeries(name: string, series: readonly Series[]): readonly Point[] | Problem {
  if (series.length <= 1) return series[0]?.points ?? [];
  const why = `${name} has ${series.length} series, and a formula takes one: write sum(…), or avg(…)`;
  return { kind: 'refused', why };
}
