import type { DeclaredNames } from './declared-names.ts';
import type { MetricMistake } from './formula-mistakes.ts';
import type { MetricReference } from './metric-checks.ts';
import type { Config } from './schema/config.ts';
import type { CloudWatchSourceConfig } from './schema/metric-source.ts';
import type { Path } from './tree.ts';

/** The source whose logs are searched where nobody says more: the first of CloudWatch's. */
export function logSourceOf(
  name: string | undefined,
  { logs, metrics }: Pick<Config, 'logs' | 'metrics'>,
): CloudWatchSourceConfig | undefined {
  const wanted = name ?? logs.source;
  const places = metrics.sources.filter((one) => one.kind === 'cloudwatch');
  return wanted === undefined ? places[0] : places.find((one) => one.name === wanted);
}

/** What can be typed behind `/logs` and means nothing else there. */
const NAME = /^(?!(?:list|run|help)$)[a-z][\w-]*$/iu;

/** Every name of a source that is written under `logs`. */
export function* logReferences(
  { logs }: Config,
  { metricSources: known }: DeclaredNames,
): Generator<MetricReference> {
  for (const [name, path] of sourcesNamed(logs)) {
    yield { path, name, known, kind: 'source of metrics' };
  }
}

/** Queries that nobody knows where to run. */
export function* logMistakes(
  config: Config,
  { metricSources }: DeclaredNames,
): Generator<MetricMistake> {
  const { logs, metrics } = config;
  for (const [name, { log_groups: own }] of Object.entries(logs.queries)) {
    const path = ['logs', 'queries', name];
    if (!NAME.test(name)) {
      const message = `${JSON.stringify(name)} is no name for a query`;
      yield { path, message, hint: 'write letters, digits, - and _, but not list, run or help' };
    }
    if (own !== undefined || logs.log_groups !== undefined) continue;
    const hint = 'add log_groups: [/aws/lambda/checkout], here or to logs';
    yield { path, message: 'there are no log groups to search', hint };
  }
  // Of a source that was taken out because it was wrong nobody knows what it could have answered.
  if (metrics.sources.length < metricSources.size) return;
  for (const [name, path] of sourcesNamed(logs)) {
    const found = metrics.sources.find((one) => one.name === name);
    if (found === undefined || found.kind === 'cloudwatch') continue;
    const message = `${JSON.stringify(name)} is Prometheus, which has no logs`;
    yield { path, message, hint: 'name a source with a region' };
  }
  const needy = Object.entries(logs.queries).find(
    ([, { source }]) => source === undefined && logSourceOf(undefined, config) === undefined,
  );
  if (needy === undefined || logs.source !== undefined) return;
  const hint = 'add { name: aws, region: us-east-1 } to metrics.sources';
  yield { path: ['logs'], message: 'there is no source with logs', hint };
}

function* sourcesNamed({ source, queries }: Config['logs']): Generator<[string, Path]> {
  if (source !== undefined) yield [source, ['logs', 'source']];
  for (const [name, query] of Object.entries(queries)) {
    if (query.source !== undefined) yield [query.source, ['logs', 'queries', name, 'source']];
  }
}
