import type { MetricMistake } from './formula-mistakes.ts';
import type { Config } from './schema/config.ts';
import { locate, type ConfigNode } from './tree.ts';

/** Models whose predictions can't be measured as they are written. */
export function* degradationMistakes(
  { models }: Config,
  root: ConfigNode,
): Generator<MetricMistake> {
  for (const [index, { predictions, truth, degradation }] of models.entries()) {
    const path = ['models', index];
    for (const [key, from = ''] of Object.entries({
      predictions: predictions?.from,
      truth: truth?.from,
    })) {
      if (!from.includes('{hour}') || from.includes('{date}')) continue;
      const message = 'has an {hour} of no day';
      yield { path: [...path, key, 'from'], message, hint: 'write {date} before it' };
    }
    for (const key of ['truth', 'degradation']) {
      if (predictions !== undefined || locate(root, [...path, key]) === undefined) continue;
      const hint = 'add predictions: {} if they are posted, or predictions: { from: … }';
      yield { path: [...path, key], message: 'there are no predictions to measure', hint };
    }
    const { baseline, ctr } = degradation;
    const isLacking = baseline !== undefined && 'f1' in baseline && baseline.ctr === undefined;
    if (!ctr || !isLacking) continue;
    const message = 'the baseline does not say how much was clicked';
    yield {
      path: [...path, 'degradation', 'ctr'],
      message,
      hint: 'add ctr to baseline, a share such as 0.03',
    };
  }
}
