import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrometheusSource } from '../../../../src/metrics/sources/prometheus/source.ts';
import {
  isPrometheusInstalled,
  startRealPrometheus,
  type RealPrometheus,
} from '../../../support/real-prometheus.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2026-01-06T10:00:00Z');

/** A queue that has one more every minute, less a gap, and a counter that runs at 2 and at 3 a second. */
function exposition(): string {
  const times = Array.from({ length: 61 }, (_, minute) => minute);
  const sample = (name: string, figure: number, minute: number) =>
    `${name} ${figure} ${T0 / 1000 + minute * 60}`;
  return [
    '# TYPE queue_depth gauge',
    ...times
      .filter((minute) => minute < 20 || minute > 40)
      .map((minute) => sample('queue_depth{queue="orders"}', minute, minute)),
    '# TYPE requests counter',
    ...times.map((minute) => sample('requests_total{zone="a"}', minute * 120, minute)),
    ...times.map((minute) => sample('requests_total{zone="b"}', minute * 180, minute)),
    '# EOF',
    '',
  ].join('\n');
}

describe.skipIf(!isPrometheusInstalled())('a real Prometheus (apt-get install prometheus)', () => {
  let prometheus: RealPrometheus;

  beforeAll(async () => {
    prometheus = await startRealPrometheus(exposition());
  });
  afterAll(() => prometheus.stop());

  function source(password = prometheus.account.password) {
    const { url, ca, account } = prometheus;
    const basicAuth = { ...account, password };
    return createPrometheusSource({ name: 'prom', url, ca, basicAuth });
  }

  async function readOne(expression: string, from = 0, to = 60, period = MINUTE) {
    const span = { from: T0 + from * MINUTE, to: T0 + to * MINUTE };
    const queries = [{ source: 'prom', kind: 'promql', expression } as const];
    const [reading] = await source().read({ queries, span, period });
    return reading;
  }

  test('says what came up in each minute', async () => {
    const minutes = Array.from({ length: 10 }, (_, minute) => T0 + (minute + 5) * MINUTE);
    const points = (value: number) => minutes.map((at) => ({ at, value }));
    expect(await readOne('increase(requests_total[2m]) / 2', 5, 15)).toEqual({
      ok: true,
      series: [
        { label: 'zone=a', labels: { zone: 'a' }, period: MINUTE, points: points(120) },
        { label: 'zone=b', labels: { zone: 'b' }, period: MINUTE, points: points(180) },
      ],
    });
  });

  test('has gaps where it was told nothing for more than five minutes', async () => {
    const reading = await readOne('queue_depth');
    const [series] = reading?.ok === true ? reading.series : [];
    const known = series?.points.map(({ at }) => (at - T0) / MINUTE + 1) ?? [];
    expect(known.filter((minute) => minute > 24 && minute <= 40)).toEqual([]);
    expect(series?.label).toBe('queue_depth');
    expect(series?.points.slice(0, 2)).toEqual([
      { at: T0, value: 1 },
      { at: T0 + MINUTE, value: 2 },
    ]);
    expect(series?.points.at(-1)).toEqual({ at: T0 + 59 * MINUTE, value: 60 });
  });

  test('says what it was at the end of a window', async () => {
    expect(await readOne('avg_over_time(queue_depth[9m30s])', 5, 15, 10 * MINUTE)).toMatchObject({
      ok: true,
      series: [{ points: [{ at: T0 + 5 * MINUTE, value: 10.5 }] }],
    });
    expect(await readOne('scalar(sum(queue_depth))', 5, 15, 10 * MINUTE)).toMatchObject({
      series: [{ label: 'scalar(sum(queue_depth))', points: [{ value: 15 }] }],
    });
  });

  test.each([
    ['sum(queue_depth', 'refused', /parse error: unclosed left parenthesis/u],
    ['requests_total[5m]', 'refused', /invalid expression type "range vector"/u],
    ['queue_depth * on () requests_total', 'refused', /duplicate series/u],
  ])('says what is wrong with %s', async (expression, kind, why) => {
    const reading = await readOne(expression);
    const problem = reading?.ok === false ? reading.problem : undefined;
    expect(problem).toEqual({ kind, why: expect.stringMatching(why) });
  });

  test('knows the names of its metrics', async () => {
    expect(await readOne('queue_dept')).toEqual({ ok: true, series: [] });
    const query = { source: 'prom', kind: 'promql', expression: 'queue_dept' } as const;
    const problem = { kind: 'unknown-metric', asked: 'queue_dept', nearest: 'queue_depth' };
    expect(await source().whyEmpty?.(query)).toEqual(problem);
    expect(await source().namesLike('requests')).toEqual(['requests_total']);
  });

  test('lets nobody in with another password', async () => {
    const queries = [{ source: 'prom', kind: 'promql', expression: '1' } as const];
    const span = { from: T0, to: T0 + MINUTE };
    expect(await source('guessed').read({ queries, span, period: MINUTE })).toEqual([
      { ok: false, problem: { kind: 'credentials-refused', status: 401 } },
    ]);
  });

  test('has no such API at another address', async () => {
    const { url, ca, account: basicAuth } = prometheus;
    const lost = createPrometheusSource({ name: 'prom', url: `${url}/prom`, ca, basicAuth });
    const queries = [{ source: 'prom', kind: 'promql', expression: '1' } as const];
    const span = { from: T0, to: T0 + MINUTE };
    const [reading] = await lost.read({ queries, span, period: MINUTE });
    expect(reading).toEqual({
      ok: false,
      problem: {
        kind: 'unreachable',
        why: 'HTTP 404: there is no Prometheus API at this address',
      },
    });
  });
});
