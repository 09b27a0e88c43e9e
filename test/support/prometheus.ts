import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../demo/listen.ts';

/** A series that the stand-in has: its labels, and what it is at a moment (epoch milliseconds). */
export interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly at: (moment: number) => number | undefined;
}

/** One question, as it came in. */
export interface PrometheusCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
}

/** An answer that is none of Prometheus's own. */
export interface OddAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Prometheus {
  readonly url: string;
  readonly calls: PrometheusCall[];
  /** What an expression gives, by the very text of it. */
  readonly series: Map<string, readonly StoredSeries[]>;
  /** Said beside every answer. */
  warnings: readonly string[];
  /** Asked before each call: an answer to give instead, nothing, or `silence`. */
  instead: (call: PrometheusCall) => OddAnswer | 'silence' | undefined;
  readonly stop: () => Promise<void>;
}

/**
 * Prometheus's HTTP API as far as the bot asks it, over what `series` says: it knows no PromQL.
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export async function startPrometheus(): Promise<Prometheus> {
  const server = createServer((request, response) => void answer(request, response));
  const { port, stop } = await listen(server);
  const standIn: Prometheus = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    series: new Map(),
    warnings: [],
    instead: () => undefined,
    stop,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const path = (request.url ?? '').replace('/api/v1/', '');
    const call = { path, headers: request.headers, form };
    standIn.calls.push(call);
    const odd = standIn.instead(call);
    if (odd === 'silence') return;
    const { status = 200, headers = {}, body } = odd ?? dataFor(call, standIn);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  }

  return standIn;
}

/** What Prometheus says when it can't answer. */
export function errorAnswer(status: number, errorType: string, error: string): OddAnswer {
  return { status, body: JSON.stringify({ status: 'error', errorType, error }) };
}

function dataFor({ path, form }: PrometheusCall, { series, warnings }: Prometheus): OddAnswer {
  const found = series.get(form['query'] ?? '') ?? [];
  const give = (data: unknown) => ({
    body: JSON.stringify({ status: 'success', data, ...(warnings.length > 0 && { warnings }) }),
  });
  if (path === 'label/__name__/values') {
    const all = [...series.values()].flat();
    return give([...new Set(all.flatMap(({ labels }) => labels['__name__'] ?? []))]);
  }
  if (path === 'query') {
    const time = Number(form['time']);
    const result = found.map(({ labels, at }) => ({ metric: labels, value: sample(at, time) }));
    return give({ resultType: 'vector', result });
  }
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form[name]));
  const times = timesFrom(start ?? 0, end ?? 0, step ?? 0);
  if (times.length > 11_000) return errorAnswer(400, 'bad_data', 'exceeded maximum resolution');
  const result = found.map(({ labels, at }) => ({
    metric: labels,
    values: times.flatMap((time) => {
      const value = sample(at, time);
      return value === undefined ? [] : [value];
    }),
  }));
  return give({ resultType: 'matrix', result });
}

function timesFrom(start: number, end: number, step: number): number[] {
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, k) => start + k * step);
}

function sample(at: StoredSeries['at'], time: number): [number, string] | undefined {
  const value = at(time * 1000);
  return value === undefined ? undefined : [time, String(value).replace('Infinity', '+Inf')];
}
