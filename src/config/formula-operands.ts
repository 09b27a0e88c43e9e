import { compileFormula } from '../metrics/formula.ts';
import type { FormulaConfig, OperandConfig } from './schema/metric.ts';

/**
 * What a formula is computed of, by the names in it: those under its `metrics`, else saved metrics.
 *
 * @throws Mistake for a formula that can't be read, or names what is neither
 */
export function formulaOperands(
  { text, operands }: FormulaConfig,
  saved: Iterable<string>,
): ReadonlyMap<string, OperandConfig> {
  const { uses } = compileFormula(text, [...Object.keys(operands), ...saved]);
  return new Map(
    uses.map((name) => {
      const written = Object.hasOwn(operands, name) ? operands[name] : undefined;
      return [name, written ?? { kind: 'saved', name }];
    }),
  );
}
