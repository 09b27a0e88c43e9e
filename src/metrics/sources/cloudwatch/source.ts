import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { namesLike } from '../../names-like.ts';
import { keptFor } from '../../period.ts';
import type { Problem } from '../../problem.ts';
import type { Query } from '../../query.ts';
import type { MetricSource, Reading, Request } from '../../source.ts';
import { batchesOf, type CloudWatchQuery } from './batches.ts';
import type { Place } from './call.ts';
import { createKnownMetrics, type KnownMetrics } from './known-metrics.ts';
import { readBatch } from './read-batch.ts';
import { createTurns, type TurnLimiter } from './turns.ts';
import { whyEmpty } from './why-empty.ts';

export interface CloudWatchSettings {
  /** The source's name in the config. */
  readonly name: string;
  readonly client: CloudWatchClient;
  readonly region: string;
  /** That of its role; undefined for the bot's own account. */
  readonly account?: string | undefined;
  readonly limiter: TurnLimiter;
  /** Told how many metrics each call asked for: they cost $0.01 a thousand. */
  readonly onCharged?: (metrics: number) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** For how long an answer is waited for, milliseconds; 30 s unless told. */
  readonly timeoutMs?: number;
}

const CALL_TIMEOUT = 30_000;
/** So many calls at a time: their answers are large. */
const AT_A_TIME = 3;

/** An account and region of CloudWatch's, read with GetMetricData. */
export function createCloudWatchSource(settings: CloudWatchSettings): MetricSource {
  const { name, client, region, account = 'own', limiter, now = Date.now } = settings;
  const turns = createTurns(limiter, `${account}:${region}`);
  const place: Place = { client, region, turns, timeoutMs: settings.timeoutMs ?? CALL_TIMEOUT };
  const known = createKnownMetrics(place, now);
  return {
    name,
    read(request, signal) {
      const onCharged = (metrics: number) => {
        settings.onCharged?.(metrics);
        request.onCharged?.(metrics);
      };
      return readAll(place, { ...request, onCharged }, now(), signal);
    },
    whyEmpty: (query, signal) => firstReason(query, known, signal),
    async namesLike(text, signal) {
      const all = (await known.list({}, signal)) ?? [];
      return namesLike(text, new Set(all.map((one) => `${one.namespace} ${one.metric}`)));
    },
  };
}

async function readAll(
  place: Place,
  request: Request,
  now: number,
  signal: AbortSignal | undefined,
): Promise<readonly Reading[]> {
  const { queries, span, period } = request;
  const kept = keptFor(period);
  // What begins at the edge is asked for: a part of the first period may be gone.
  if (now - span.from > kept + period)
    return queries.map(() => failed({ kind: 'too-old', period, kept }));
  const own = queries.filter(isOurs);
  const batches = batchesOf(own, period);
  const read: (readonly Reading[])[] = [];
  const waiting = batches.entries();
  const worker = async () => {
    for (const [index, batch] of waiting)
      read[index] = await readBatch(place, batch, request, signal);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const readings = read.flat().values();
  return queries.map((query) => {
    if (isOurs(query)) return readings.next().value ?? failed(LOST);
    return failed({ kind: 'refused', why: `${query.source} is CloudWatch: it has no PromQL` });
  });
}

const LOST: Problem = { kind: 'unreachable', why: 'there was no answer' };

function isOurs(query: Query): query is Query & CloudWatchQuery {
  return query.kind !== 'promql';
}

function failed(problem: Problem): Reading {
  return { ok: false, problem };
}

/** What an expression is computed of may be what is not there. */
async function firstReason(
  query: Query,
  known: KnownMetrics,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  if (query.kind === 'promql') return undefined;
  const metrics = query.kind === 'stat' ? [query] : Object.values(query.metrics);
  for (const metric of metrics) {
    const reason = await whyEmpty(metric, known, signal);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
