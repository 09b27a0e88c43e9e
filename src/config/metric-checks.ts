import type { DeclaredNames } from './declared-names.ts';
import type { Config } from './schema/config.ts';
import type { QueryConfig } from './schema/metric-query.ts';
import type { MetricSourceConfig } from './schema/metric-source.ts';
import type { MetricConfig, OperandConfig } from './schema/metric.ts';
import type { Path } from './tree.ts';

/** Something about metrics that only shows when several of them, and the sources, are known. */
export interface MetricMistake {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

interface MetricReference {
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
  for (const [one, path] of eachOperand(config)) {
    if (one.kind === 'saved') {
      yield { path, name: one.name, known: savedMetrics, kind: 'saved metric' };
    } else if (one.source !== undefined) {
      const kind = 'source of metrics';
      yield { path: [...path, 'source'], name: one.source, known: metricSources, kind };
    }
  }
}

/** Queries that their source can't answer, and formulas that are computed of themselves. */
export function* metricMistakes(config: Config, declared: DeclaredNames): Generator<MetricMistake> {
  yield* circles(config.metrics.saved);
  const { sources } = config.metrics;
  // Of a source that was taken out because it was wrong nobody knows what it could have answered.
  if (sources.length < declared.metricSources.size) return;
  for (const [one, path] of eachOperand(config)) {
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

/** Everything that is read for a metric, with its place. */
function* eachOperand(config: Config): Generator<[OperandConfig, Path]> {
  for (const [name, { of }] of Object.entries(config.metrics.saved)) {
    const path = ['metrics', 'saved', name];
    if (of.kind !== 'formula') yield [of, path];
    else {
      for (const [key, operand] of Object.entries(of.operands)) {
        yield [operand, [...path, 'metrics', key]];
      }
    }
  }
}

function* circles(saved: Readonly<Record<string, MetricConfig>>): Generator<MetricMistake> {
  const done = new Set<string>();
  function* walk(name: string, way: readonly string[]): Generator<MetricMistake> {
    const of = Object.hasOwn(saved, name) ? saved[name]?.of : undefined;
    if (of?.kind !== 'formula' || done.has(name)) return;
    for (const [key, operand] of Object.entries(of.operands)) {
      if (operand.kind !== 'saved') continue;
      const here = [...way, name];
      const from = here.indexOf(operand.name);
      if (from < 0) yield* walk(operand.name, here);
      else {
        const circle = [...here.slice(from), operand.name].join(' → ');
        yield {
          path: ['metrics', 'saved', name, 'metrics', key],
          message: `the formulas go round in a circle: ${circle}`,
          hint: 'name another metric',
        };
      }
    }
    done.add(name);
  }
  for (const name of Object.keys(saved)) yield* walk(name, []);
}
