import type { DeclaredNames } from './declared-names.ts';
import { formulaOperands } from './formula-operands.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import { Mistake } from './mistake.ts';
import type { Config } from './schema/config.ts';
import type { OperandConfig } from './schema/metric.ts';
import { locate, type ConfigNode, type Path } from './tree.ts';

/** Formulas of key figures that can't be read, or name what there is not. */
export function* kpiMistakes(
  { kpis }: Config,
  root: ConfigNode,
  { savedMetrics }: DeclaredNames,
): Generator<MetricMistake> {
  for (const [index, { of }] of kpis.entries()) {
    if (of.kind !== 'formula') continue;
    const written = locate(root, ['kpis', index, 'metrics']);
    // The formula may name what was taken out because it was wrong.
    if (written?.kind === 'map' && written.pruned.size > 0) continue;
    try {
      const named = formulaOperands(of, savedMetrics);
      for (const key of Object.keys(of.operands).filter((one) => !named.has(one))) {
        const path = ['kpis', index, 'metrics', key];
        yield { path, message: 'the formula does not name it', hint: 'take it out, or name it' };
      }
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      const { message, hint } = error;
      yield { path: ['kpis', index, 'formula'], message, hint };
    }
  }
}

/** Every query of a key figure, and every name of a saved metric, with its place. */
export function* writtenInKpis({ kpis }: Config): Generator<[OperandConfig, Path]> {
  for (const [index, { of }] of kpis.entries()) {
    if (of.kind !== 'formula') yield [of, ['kpis', index, 'metric']];
    else {
      for (const [key, one] of Object.entries(of.operands)) {
        yield [one, ['kpis', index, 'metrics', key]];
      }
    }
  }
}
