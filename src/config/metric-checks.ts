import type { DeclaredNames } from './declared-names.ts';
import { formulaMistakes, type MetricMistake } from './formula-mistakes.ts';
import { kpiMistakes, writtenInKpis } from './kpi-mistakes.ts';
import type { Config } from './schema/config.ts';
import type { QueryConfig } from './schema/metric-query.ts';
import type { MetricSourceConfig } from './schema/metric-source.ts';
import type { OperandConfig } from './schema/metric.ts';
import type { ConfigNode, Path } from './tree.ts';
import { watchMistakes } from './watch-mistakes.ts';

export interface MetricReference {
  readonly path: Path;
  readonly name: string;
  readonly known: ReadonlySet<string>;
  readonly kind: string;
}

/** The source of a query: the one it names, else the first that can answer it. */
export function sourceOf(
  { kind, source }: QueryConfig,
  sources: readonly MetricSourceConfig[],
): MetricSourceConfig | undefined {
  if (source !== undefined) return sources.find(({ name }) => name === source);
  return sources.find((one) => one.kind === SOURCE_KINDS[kind]);
}

const SOURCE_KINDS = { stat: 'cloudwatch', promql: 'prometheus' } as const;

/** Every name of a source or a saved metric that is written somewhere. */
export function* metricReferences(
  config: Config,
  { metricSources, savedMetrics }: DeclaredNames,
): Generator<MetricReference> {
  for (const [one, path] of eachWritten(config)) {
    if (one.kind === 'saved') {
      yield { path, name: one.name, known: savedMetrics, kind: 'saved metric' };
    } else if (one.source !== undefined) {
      const kind = 'source of metrics';
      yield { path: [...path, 'source'], name: one.source, known: metricSources, kind };
    }
  }
}

/** Formulas and conditions that can't be computed, and queries that their source can't answer. */
export function* metricMistakes(
  config: Config,
  root: ConfigNode,
  declared: DeclaredNames,
): Generator<MetricMistake> {
  yield* formulaMistakes(config.metrics.saved, declared.savedMetrics, root);
  yield* kpiMistakes(config, root, declared);
  yield* watchMistakes(config, root, declared);
  const { sources } = config.metrics;
  // Of a source that was taken out because it was wrong nobody knows what it could have answered.
  if (sources.length < declared.metricSources.size) return;
  for (const [one, path] of eachWritten(config)) {
    if (one.kind === 'saved') continue;
    const found = sourceOf(one, sources);
    if (found?.kind === SOURCE_KINDS[one.kind]) continue;
    if (found === undefined && one.source !== undefined) continue;
    yield found === undefined ? noSource(one.kind, path) : otherKind(found, path);
  }
}

function noSource(kind: QueryConfig['kind'], path: Path): MetricMistake {
  const [what, hint] =
    kind === 'stat'
      ? ['CloudWatch', 'add { name: aws, region: us-east-1 } to metrics.sources']
      : ['Prometheus', 'add { name: prom, url: … } to metrics.sources'];
  return { path, message: `there is no source of ${what}'s metrics`, hint };
}

function otherKind({ kind, name }: MetricSourceConfig, path: Path): MetricMistake {
  const [what, hint] =
    kind === 'cloudwatch'
      ? ['CloudWatch, which has no PromQL', 'write namespace:, metric: and stat:']
      : ['Prometheus', 'write promql:'];
  return { path: [...path, 'source'], message: `${JSON.stringify(name)} is ${what}`, hint };
}

/** Every query, and every name of a saved metric, with its place. */
function* eachWritten(config: Config): Generator<[OperandConfig, Path]> {
  for (const [name, { of }] of Object.entries(config.metrics.saved)) {
    const path = ['metrics', 'saved', name];
    if (of.kind !== 'formula') yield [of, path];
    else {
      for (const [key, operand] of Object.entries(of.operands)) {
        yield [operand, [...path, 'metrics', key]];
      }
    }
  }
  yield* writtenInKpis(config);
  for (const [index, { metrics }] of config.watch.entries()) {
    for (const [key, { of }] of Object.entries(metrics)) {
      yield [of, ['watch', index, 'metrics', key]];
    }
  }
  for (const [index, { verify }] of config.automation.entries()) {
    for (const [key, of] of Object.entries(verify.metrics)) {
      yield [of, ['automation', index, 'verify', 'metrics', key]];
    }
  }
}
