import type { DeclaredNames } from './declared-names.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import type { MetricReference } from './metric-checks.ts';
import type { Config } from './schema/config.ts';
import { locate, type ConfigNode } from './tree.ts';

/** What can be typed behind `/drift`, and means something else there. */
const TAKEN = new Set(['help', 'baselines', 'export', 'retrain', 'entity', 'history']);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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
    if (from.includes('{hour}') && !from.includes('{date}')) {
      const hint = 'write {date} before it';
      yield { path: [...path, 'features', 'from'], message: 'has an {hour} of no day', hint };
    }
    const unit = from.includes('{hour}') ? HOUR : DAY;
    if (from.includes('{date}') && looking.window % unit !== 0) {
      const [what, hint] = unit === DAY ? ['days', '1d or 7d'] : ['hours', '6h or 1d'];
      const message = `the data are there by whole ${what}`;
      yield { path: [...path, 'drift', 'window'], message, hint: `write ${hint}` };
    }
  }
  if (drift.publish === undefined) return;
  const found = metrics.sources.find(({ name }) => name === drift.publish?.source);
  if (found === undefined || found.kind === 'cloudwatch') return;
  const message = `${JSON.stringify(found.name)} is Prometheus, which asks /metrics for them itself`;
  yield { path: ['drift', 'publish', 'source'], message, hint: 'name a source with a region' };
}
