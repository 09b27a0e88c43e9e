import { chiSquareTail } from './chi-square-tail.ts';

export interface ChiSquareTest {
  readonly statistic: number;
  readonly pvalue: number;
  /** Degrees of freedom: one less than there are categories. */
  readonly dof: number;
}

/**
 * Whether two samples have the same shares of categories: Pearson's test on the table of both over the
 * union of their categories, with Yates' correction at one degree of freedom, as
 * `scipy.stats.chi2_contingency`. With one category alone there is nothing to tell apart (p = 1).
 * @returns undefined when one of the samples is empty, which SciPy refuses
 */
export function chiSquareTest(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): ChiSquareTest | undefined {
  const table = tableOf(reference, current);
  const sumOne = table.reduce((sum, [one]) => sum + one, 0);
  const sumOther = table.reduce((sum, [, other]) => sum + other, 0);
  if (sumOne === 0 || sumOther === 0) return undefined;
  const dof = table.length - 1;
  if (dof === 0) return { statistic: 0, pvalue: 1, dof };
  const total = sumOne + sumOther;
  let statistic = 0;
  for (const [one, other] of table) {
    statistic += part(one, (sumOne * (one + other)) / total, dof);
    statistic += part(other, (sumOther * (one + other)) / total, dof);
  }
  return { statistic, pvalue: chiSquareTail(statistic, dof), dof };
}

/** The counts of both of each category that one of them has. */
function tableOf(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): (readonly [number, number])[] {
  const categories = new Set([...reference.keys(), ...current.keys()]);
  return [...categories]
    .map((category) => [reference.get(category) ?? 0, current.get(category) ?? 0] as const)
    .filter(([one, other]) => one + other > 0);
}

/** What a cell adds. Yates: the difference is less by a half, never beyond 0. */
function part(observed: number, expected: number, dof: number): number {
  const distance = Math.abs(observed - expected);
  const counted = dof === 1 ? Math.max(distance - 0.5, 0) : distance;
  return (counted * counted) / expected;
}
