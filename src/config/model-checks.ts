import { datedMistakes } from './dated-data.ts';
import type { DeclaredNames } from './declared-names.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import type { MetricReference } from './metric-checks.ts';
import type { Config } from './schema/config.ts';
import { locate, type ConfigNode } from './tree.ts';

/** What can be typed behind `/drift`, and means something else there. */
const TAKEN = new Set(['help', 'baselines', 'export', 'retrain', 'entity', 'history']);

/** Where the figures of models go. */
export function* modelReferences(
  { drift: { publish } }: Config,
  { metricSources: known }: DeclaredNames,
): Generator<MetricReference> {
  if (publish === undefined) return;
  yield {
    path: ['drift', 'publish', 'source'],
    name: publish.source,
    known,
    kind: 'source of metrics',
  };
}

/** Models that can't be watched as they are written. */
export function* modelMistakes(config: Config, root: ConfigNode): Generator<MetricMistake> {
  const { models, drift, metrics } = config;
  for (const [index, { name, features, drift: looking }] of models.entries()) {
    const path = ['models', index];
    const other = models.slice(0, index).find((one) => isSame(one.name, name));
    if (other !== undefined && other.name !== name) {
      const message = `${JSON.stringify(name)} is ${JSON.stringify(other.name)} to whoever asks for it`;
      yield { path: [...path, 'name'], message, hint: 'give it another name' };
    }
    if (TAKEN.has(name.toLowerCase())) {
      const message = `${JSON.stringify(name)} means something else behind /drift`;
      yield { path: [...path, 'name'], message, hint: 'give it another name' };
    }
    const isWritten = locate(root, [...path, 'drift']) !== undefined;
    if (features === undefined) {
      const hint = "add features: { from: 's3://bucket/features/dt={date}/' }";
      if (isWritten && locate(root, [...path, 'features']) === undefined) {
        yield { path: [...path, 'drift'], message: 'there are no features to look at', hint };
      }
      continue;
    }
    const { from } = features;
    yield* datedMistakes({
      from: { path: [...path, 'features', 'from'], text: from },
      window: { path: [...path, 'drift', 'window'], span: looking.window },
    });
  }
  if (drift.publish === undefined) return;
  const found = metrics.sources.find(({ name }) => name === drift.publish?.source);
  if (found === undefined || found.kind === 'cloudwatch') return;
  const message = `${JSON.stringify(found.name)} is Prometheus, which asks /metrics for them itself`;
  yield { path: ['drift', 'publish', 'source'], message, hint: 'name a source with a region' };
}

/** People write names in whatever case. */
function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
