import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, type Listening } from './listen.ts';
import { readBody } from './request-body.ts';

/** What a metric is at a moment (epoch milliseconds); undefined where it is not there. */
export type MetricAt = (at: number) => number | undefined;

const LONGEST_FORM = 10_000;

/**
 * Prometheus's HTTP API as far as the bot asks it, over metrics that are functions of time. It knows them by
 * their expressions, and no PromQL.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export async function startPrometheus(metrics: ReadonlyMap<string, MetricAt>): Promise<Listening> {
  return listen(createServer((request, response) => void answer(request, response)));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams((await readBody(request, LONGEST_FORM)).toString());
    response.setHeader('content-type', 'application/json');
    const asked = form.get('query') ?? '';
    if (!/^[\w:]*$/u.test(asked)) return refuse(asked, response);
    const data = request.url?.endsWith('/values') === true ? [...metrics.keys()] : rangeOf(form);
    response.end(JSON.stringify({ status: 'success', data }));
  }

  function refuse(asked: string, response: ServerResponse): void {
    const known = [...metrics.keys()].join(', ');
    const error = `this stand-in knows no PromQL, so ${asked} means nothing to it: it has ${known}`;
    response.writeHead(400);
    response.end(JSON.stringify({ status: 'error', errorType: 'bad_data', error }));
  }

  function rangeOf(form: URLSearchParams): object {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)));
    const metric = metrics.get(form.get('query') ?? '');
    const values: (readonly [number, string])[] = [];
    for (let at = start ?? 0; metric !== undefined && at <= (end ?? 0); at += step || 60) {
      // What it was over the period that ends then.
      const value = metric((at - (step ?? 0)) * 1000);
      if (value !== undefined) values.push([at, String(value)]);
    }
    const result = values.length === 0 ? [] : [{ metric: {}, values }];
    return { resultType: 'matrix', result };
  }
}
