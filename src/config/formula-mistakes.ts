import { formulaOperands } from './formula-operands.ts';
import { Mistake } from './mistake.ts';
import type { FormulaConfig, MetricConfig } from './schema/metric.ts';
import { locate, type ConfigNode, type Path } from './tree.ts';

/** Something about metrics that only shows when all of them are known. */
export interface MetricMistake {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/**
 * Formulas that can't be read, or name what there is not; metrics that they have no use for; and
 * formulas that are computed of themselves.
 *
 * @param names all saved metrics, also those that were taken out because they were wrong
 */
export function* formulaMistakes(
  saved: Readonly<Record<string, MetricConfig>>,
  names: ReadonlySet<string>,
  root: ConfigNode,
): Generator<MetricMistake> {
  const needs = new Map<string, readonly string[]>();
  for (const [name, { of }] of Object.entries(saved)) {
    if (of.kind !== 'formula') continue;
    const path = ['metrics', 'saved', name];
    const written = locate(root, [...path, 'metrics']);
    // The formula may name what was taken out because it was wrong.
    if (written?.kind === 'map' && written.pruned.size > 0) continue;
    const operands = readOperands(of, names);
    if (operands instanceof Mistake) {
      const { message, hint } = operands;
      yield { path: [...path, 'formula'], message, hint };
      continue;
    }
    for (const key of Object.keys(of.operands).filter((one) => !operands.has(one))) {
      const message = 'the formula does not name it';
      yield { path: [...path, 'metrics', key], message, hint: 'take it out, or name it' };
    }
    const others = [...operands.values()].flatMap((one) => (one.kind === 'saved' ? one.name : []));
    needs.set(name, others);
  }
  yield* circles(needs);
}

function readOperands(of: FormulaConfig, names: ReadonlySet<string>) {
  try {
    return formulaOperands(of, names);
  } catch (error) {
    if (error instanceof Mistake) return error;
    throw error;
  }
}

/** Each circle once, where it closes. */
function* circles(needs: ReadonlyMap<string, readonly string[]>): Generator<MetricMistake> {
  const done = new Set<string>();
  function* walk(name: string, above: readonly string[]): Generator<MetricMistake> {
    if (done.has(name)) return;
    const way = [...above, name];
    for (const next of needs.get(name) ?? []) {
      const from = way.indexOf(next);
      if (from < 0) yield* walk(next, way);
      else {
        const circle = [...way.slice(from), next].join(' → ');
        const message = `the formulas go round in a circle: ${circle}`;
        const hint = 'compute one of them of something else';
        yield { path: ['metrics', 'saved', name, 'formula'], message, hint };
      }
    }
    done.add(name);
  }
  for (const name of needs.keys()) yield* walk(name, []);
}
