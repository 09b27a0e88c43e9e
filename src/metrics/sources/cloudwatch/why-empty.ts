import { visible } from '../../../alert/visible.ts';
import { nearest } from '../../../config/nearest.ts';
import { namesLike } from '../../names-like.ts';
import type { Problem } from '../../problem.ts';
import type { StatQuery } from '../../query.ts';
import type { KnownMetric, KnownMetrics } from './known-metrics.ts';

/**
 * Why CloudWatch has no data of a metric: it says nothing of one that it does not know. Undefined for
 * one that is there and quiet, and where that can't be found out.
 */
export async function whyEmpty(
  query: StatQuery,
  known: KnownMetrics,
  signal?: AbortSignal,
): Promise<Problem | undefined> {
  const { namespace, metric, dimensions } = query;
  const ofName = { Namespace: namespace, MetricName: metric };
  const there = await known.list(ofName, signal);
  if (there === undefined) return undefined;
  if (there.length === 0) return unknownMetric(query, known, signal);
  if (there.some((one) => isOf(one, dimensions))) return undefined;
  // A metric may have more dimensions than a listing shows: this one is asked for by itself.
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const same = await known.list({ ...ofName, Dimensions }, signal);
  if (same === undefined || same.some((one) => isOf(one, dimensions))) return undefined;
  return unknownDimension(dimensions, [...there, ...same]);
}

async function unknownMetric(
  { namespace, metric }: StatQuery,
  known: KnownMetrics,
  signal: AbortSignal | undefined,
): Promise<Problem> {
  const beside = (await known.list({ Namespace: namespace }, signal)) ?? [];
  if (beside.length > 0) {
    const names = new Set(beside.map((one) => one.metric));
    return unknown('unknown-metric', metric, namesLike(metric, names, 1)[0]);
  }
  const all = (await known.list({}, signal)) ?? [];
  const names = new Set(all.map((one) => `${one.namespace} ${one.metric}`));
  const asked = `${namespace} ${metric}`;
  return unknown('unknown-metric', asked, namesLike(asked, names, 1)[0]);
}

type Dimensions = KnownMetric['dimensions'];

/** A name that none of the metrics has, else a value, else a combination of them. */
function unknownDimension(asked: Dimensions, there: readonly KnownMetric[]): Problem {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of there.flatMap(({ dimensions }) => Object.entries(dimensions))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  for (const name of Object.keys(asked)) {
    if (!values.has(name)) return unknown('unknown-dimension', name, nearest(name, values.keys()));
  }
  for (const [name, value] of Object.entries(asked)) {
    const others = values.get(name) ?? new Set();
    if (others.has(value)) continue;
    const [meant] = namesLike(value, others, 1);
    return unknown('unknown-dimension', `${name}=${value}`, meant && `${name}=${meant}`);
  }
  const nearby = there.toSorted(
    (a, b) => farness(a.dimensions, asked) - farness(b.dimensions, asked),
  );
  return unknown('unknown-dimension', textOf(asked), textOf(nearby[0]?.dimensions ?? {}));
}

function unknown(
  kind: 'unknown-metric' | 'unknown-dimension',
  asked: string,
  meant: string | undefined,
): Problem {
  return { kind, asked, ...(meant !== undefined && { nearest: visible(meant) }) };
}

function isOf({ dimensions }: KnownMetric, asked: Dimensions): boolean {
  return farness(dimensions, asked) === 0;
}

/** How far a metric is from what was asked for: another value is farther than a dimension too many. */
function farness(one: Dimensions, asked: Dimensions): number {
  const missed = Object.keys(asked).filter((name) => one[name] !== asked[name]);
  const extra = Object.keys(one).filter((name) => !Object.hasOwn(asked, name));
  return 2 * missed.length + extra.length;
}

/** As people write them: `ApiName=shop Stage=prod`. */
function textOf(dimensions: Dimensions): string {
  const pairs = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? 'no dimensions' : pairs.join(' ');
}
