import { checkCondition } from './check-condition.ts';
import type { DeclaredNames } from './declared-names.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import type { Config } from './schema/config.ts';
import { locate, type ConfigNode } from './tree.ts';

/** Bindings that could never do what they are bound to, and answers that never have their turn. */
export function* automationMistakes(
  { automation, models }: Config,
  root: ConfigNode,
  { savedMetrics }: DeclaredNames,
): Generator<MetricMistake> {
  const all = automation.findIndex(({ matchers }) => matchers.length === 0);
  for (const [index, { action, parameters, verify }] of automation.entries()) {
    const path = ['automation', index];
    if (all !== -1 && index > all) {
      const message = `${JSON.stringify(automation[all]?.name)}, which stands before it, answers every alert`;
      yield { path, message, hint: 'move this one in front of it' };
    }
    const { model } = parameters;
    const isNamed = action === 'retrain' && typeof model === 'string' && !model.includes('{{');
    const named = isNamed ? models.find(({ name }) => name === model) : undefined;
    if (isNamed && named?.retrain === undefined) {
      const message = `the config does not say how ${JSON.stringify(model)} is trained again`;
      const hint = 'write retrain: at that model, or another name';
      yield { path: [...path, 'parameters', 'model'], message, hint };
    }
    const written = locate(root, [...path, 'verify', 'metrics']);
    // The condition may name what was taken out because it was wrong.
    if (verify.pass === '' || (written?.kind === 'map' && written.pruned.size > 0)) continue;
    for (const { message, hint } of checkCondition(verify, 0, [...savedMetrics])) {
      yield { path: [...path, 'verify'], message, hint };
    }
  }
}
