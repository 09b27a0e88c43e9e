import { datedMistakes } from './dated-data.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import type { Config } from './schema/config.ts';

/** What can be typed behind `/quality`, and means something else there. */
const TAKEN = new Set(['help', 'export']);

/** Data sets that can't be looked at as they are written. */
export function* dataSetMistakes({ quality }: Config): Generator<MetricMistake> {
  for (const [index, { name, from, window }] of quality.entries()) {
    const path = ['quality', index];
    if (TAKEN.has(name.toLowerCase())) {
      const message = `${JSON.stringify(name)} means something else behind /quality`;
      yield { path: [...path, 'name'], message, hint: 'give it another name' };
    }
    yield* datedMistakes({
      from: { path: [...path, 'from'], text: from },
      window: { path: [...path, 'window'], span: window },
    });
  }
}
