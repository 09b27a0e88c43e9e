import { namesLike } from '../../names-like.ts';
import type { Problem } from '../../problem.ts';
import type { Query } from '../../query.ts';
import { remarksFrom } from '../../remarks.ts';
import type { Span } from '../../series.ts';
import type { MetricSource, Reading } from '../../source.ts';
import { call } from './call.ts';
import type { PrometheusServer } from './http.ts';
import { createKnownNames, type KnownNames } from './known-names.ts';
import { metricNamesIn } from './promql-names.ts';
import { queryAnswer } from './schema.ts';
import { seriesFrom } from './series.ts';

export interface PrometheusSettings extends PrometheusServer {
  /** The source's name in the config. */
  readonly name: string;
}

/** Prometheus refuses to work out more points of a series. */
const MOST_POINTS = 11_000;
/** So many of its questions at a time: others ask it, too. */
const AT_A_TIME = 4;

/** A server with Prometheus's HTTP API: Prometheus itself, Thanos, Mimir, VictoriaMetrics and others. */
export function createPrometheusSource(settings: PrometheusSettings): MetricSource {
  const known = createKnownNames(settings);
  return {
    name: settings.name,
    async read({ queries, span, period }, signal) {
      const readings: Reading[] = [];
      const waiting = queries.entries();
      const worker = async () => {
        for (const [index, query] of waiting) {
          readings[index] = await readOne(settings, query, span, period, signal);
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, worker));
      return readings;
    },
    whyEmpty: (query, signal) => unknownName(query, known, signal),
    namesLike: async (text, signal) => namesLike(text, await known.all(signal)),
  };
}

async function readOne(
  server: PrometheusServer,
  query: Query,
  span: Span,
  period: number,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  if (query.kind !== 'promql') {
    return failed({ kind: 'refused', why: `${query.source} is a Prometheus: ask it in PromQL` });
  }
  const { expression } = query;
  const question = questionFor(expression, span, period);
  if (question === undefined) {
    return failed({ kind: 'too-long', period, longest: MOST_POINTS * period });
  }
  const outcome = await call(server, question.path, question.form, queryAnswer, signal);
  if (!outcome.ok) return outcome;
  const { data, warnings, infos } = outcome.answer;
  const series = seriesFrom(data, expression, { span, period });
  if ('kind' in series) return failed(series);
  const remarks = remarksFrom([...warnings, ...infos]);
  return { ok: true, series, ...(remarks.length > 0 && { remarks }) };
}

function failed(problem: Problem): Reading {
  return { ok: false, problem };
}

interface Question {
  readonly path: 'query' | 'query_range';
  readonly form: Readonly<Record<string, string>>;
}

/**
 * Asks for each whole period that lies within the span, as CloudWatch cuts time: from multiples of the
 * period on. Where there is none, a window of that length, for what it is at the end of the span.
 */
function questionFor(expression: string, { from, to }: Span, period: number): Question | undefined {
  const start = (Math.ceil(from / period) + 1) * period;
  const end = Math.floor(to / period) * period;
  if ((end - start) / period >= MOST_POINTS) return undefined;
  if (end < start) return { path: 'query', form: { query: expression, time: seconds(to) } };
  return {
    path: 'query_range',
    form: {
      query: expression,
      start: seconds(start),
      end: seconds(end),
      step: seconds(period),
    },
  };
}

function seconds(milliseconds: number): string {
  return String(milliseconds / 1000);
}

/** Prometheus says nothing of a metric that it does not know: it has no data, as one that is quiet. */
async function unknownName(
  query: Query,
  known: KnownNames,
  signal: AbortSignal | undefined,
): Promise<Problem | undefined> {
  const names = await known.all(signal);
  if (names.size === 0 || query.kind !== 'promql') return undefined;
  const asked = metricNamesIn(query.expression).find((name) => !names.has(name));
  if (asked === undefined) return undefined;
  const [nearest] = namesLike(asked, names, 1);
  return { kind: 'unknown-metric', asked, ...(nearest !== undefined && { nearest }) };
}
