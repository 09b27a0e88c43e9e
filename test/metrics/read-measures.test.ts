import { expect, test } from 'vitest';
import type { Measure } from '../../src/metrics/measure.ts';
import type { Query } from '../../src/metrics/query.ts';
import { readMeasures } from '../../src/metrics/read-measures.ts';
import type { MetricSource, Reading, Request } from '../../src/metrics/source.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.parse('2026-03-01T10:00:30Z');
const SPAN = { from: NOW - 4 * MINUTE, to: NOW };

/** The figures of each minute of the span, by the name of a metric; undefined is a gap. */
type Figures = Readonly<Record<string, readonly (number | undefined)[]>>;

/** A source of these figures, which remembers what it was asked. */
function sourceOf(figures: Figures, name = 'aws') {
  const requests: Request[] = [];
  const source: MetricSource = {
    name,
    async read(request) {
      requests.push(request);
      request.onCharged?.(request.queries.length);
      return request.queries.map((query) => readingOf(query, request, figures));
    },
    whyEmpty: async (query) =>
      query.kind === 'stat' && !Object.hasOwn(figures, query.metric)
        ? { kind: 'unknown-metric', asked: query.metric }
        : undefined,
    namesLike: async () => [],
  };
  return { source, requests, sources: new Map([[name, source]]) };
}

function readingOf(query: Query, { span, period }: Request, figures: Figures): Reading {
  const metric = query.kind === 'stat' ? query.metric : query.expression;
  if (metric === 'broken') return { ok: false, problem: { kind: 'throttled' } };
  const points = (values: readonly (number | undefined)[]) =>
    values.flatMap((value, index) =>
      value === undefined ? [] : [{ at: span.from + index * period, value }],
    );
  if (query.kind === 'math') {
    const series = [9, 1].map((value) => ({
      label: 'band',
      period,
      points: points([value, value]),
    }));
    return { ok: true, series };
  }
  const count = metric.startsWith('two') ? 2 : 1;
  const found = points(figures[metric] ?? []);
  const series = Array.from({ length: count }, (_, index) => ({
    label: `${index}`,
    period,
    points: found,
  }));
  return { ok: true, series: found.length === 0 ? [] : series, remarks: [`of ${metric}`] };
}

function stat(metric: string, source = 'aws'): Query & { kind: 'stat' } {
  return { kind: 'stat', source, namespace: 'Shop', metric, dimensions: {}, statistic: 'Sum' };
}

function measure(
  name: string,
  of: Measure['of'] = stat(name),
  more: Partial<Measure> = {},
): Measure {
  return { name, title: `the ${name}`, thresholds: {}, of, ...more };
}

function formula(text: string, ...operands: readonly Measure[]): Measure {
  const byName = new Map(operands.map((one) => [one.name, one]));
  return measure('computed', { kind: 'formula', text, operands: byName });
}

/** What is read of measures over the span, with values only. */
async function values(figures: Figures, ...measures: readonly Measure[]) {
  const { sources } = sourceOf(figures);
  const wanted = measures.map((one) => ({ measure: one, span: SPAN }));
  const { readings } = await readMeasures(wanted, sources, { now: NOW });
  return readings.map((one) => {
    if (!one.ok) return one.problem;
    return one.series.map(({ points }) =>
      points.map(({ at, value }) => [(at - one.span.from) / MINUTE, value]),
    );
  });
}

test('a measure is read over whole periods, and its series has its title', async () => {
  const { sources, requests } = sourceOf({ orders: [1, 2] });
  const { readings } = await readMeasures([{ measure: measure('orders'), span: SPAN }], sources, {
    now: NOW,
  });
  const from = Date.parse('2026-03-01T09:57:00Z');
  const span = { from, to: Date.parse('2026-03-01T10:00:00Z') };
  expect(requests).toMatchObject([{ span, period: MINUTE }]);
  const points = [
    { at: from, value: 1 },
    { at: from + MINUTE, value: 2 },
  ];
  const series = [{ label: 'the orders', period: MINUTE, points }];
  expect(readings).toEqual([{ ok: true, span, period: MINUTE, series, remarks: ['of orders'] }]);
});

test('a share is computed period by period; a gap, and nothing of nothing, are gaps', async () => {
  const figures = { errors: [1, 0, undefined, 5, 0], successes: [3, 0, 7, undefined, 4] };
  const share = formula(
    'errors / (errors + successes) * 100',
    measure('errors'),
    measure('successes'),
  );
  expect(await values(figures, share)).toEqual([
    [
      [
        [0, 25],
        [4, 0],
      ],
    ],
  ]);
});

test('formulas may be computed of formulas', async () => {
  const inner = { ...formula('a + b', measure('a'), measure('b')), name: 'total' };
  const outer = formula('total * 10 + a', inner, measure('a'));
  expect(await values({ a: [1, 2], b: [3, 4] }, outer)).toEqual([
    [
      [
        [0, 41],
        [1, 62],
      ],
    ],
  ]);
});

test('what several measures need is asked for once, of each source in one call', async () => {
  const aws = sourceOf({ a: [1], b: [2] });
  const prom = sourceOf({ up: [3] }, 'prom');
  const up = measure('up', { kind: 'promql', source: 'prom', expression: 'up' });
  const wanted = [
    measure('a'),
    formula('a + b', measure('a'), measure('b')),
    formula('b / a + up', measure('b'), measure('a'), up),
    measure('again', stat('a')),
  ].map((one) => ({ measure: one, span: SPAN }));
  const sources = new Map([...aws.sources, ...prom.sources]);
  const { readings, charged } = await readMeasures(wanted, sources, { now: NOW });
  expect(aws.requests.map(({ queries }) => queries)).toEqual([[stat('a'), stat('b')]]);
  expect(prom.requests).toHaveLength(1);
  expect(charged).toBe(3);
  expect(readings.map((one) => one.ok && one.series[0]?.points[0]?.value)).toEqual([1, 3, 5, 1]);
});

test('other spans and periods are other calls', async () => {
  const { sources, requests } = sourceOf({});
  const long = { from: NOW - 48 * HOUR, to: NOW };
  const wanted = [
    { measure: measure('a'), span: SPAN },
    { measure: measure('a'), span: SPAN, period: 2 * MINUTE },
    { measure: measure('a'), span: long },
    { measure: measure('a', stat('a'), { period: 10 * MINUTE }), span: SPAN },
    {
      measure: formula('a + b', measure('a', stat('a'), { period: HOUR }), measure('b')),
      span: long,
    },
  ];
  await readMeasures(wanted, sources, { now: NOW });
  expect(requests.map(({ period }) => period / MINUTE)).toEqual([1, 2, 5, 10, 60]);
});

test('a period that is too short for the span is refused before anybody is asked', async () => {
  const { sources, requests } = sourceOf({});
  const span = { from: NOW - 24 * HOUR, to: NOW };
  const { readings } = await readMeasures(
    [{ measure: measure('a'), span, period: 1000 }],
    sources,
    {
      now: NOW,
    },
  );
  const problem = { kind: 'too-long', period: 1000, longest: 11_000_000 };
  expect(readings).toEqual([{ ok: false, problem, source: 'aws' }]);
  expect(requests).toEqual([]);
});

test('what fails for one measure fails for what is computed of it, and for nothing else', async () => {
  const broken = measure('broken');
  const gone = measure('x', stat('x', 'elsewhere'));
  expect(
    await values({ a: [1] }, formula('a + broken', measure('a'), broken), measure('a'), gone),
  ).toEqual([
    { kind: 'throttled' },
    [[[0, 1]]],
    { kind: 'refused', why: 'there is no source elsewhere' },
  ]);
});

test('a formula takes one series of each; by itself a query may have several', async () => {
  const two = measure('two', { kind: 'promql', source: 'aws', expression: 'two' });
  expect(await values({ two: [1] }, two, formula('two * 2', two))).toEqual([
    [[[0, 1]], [[0, 1]]],
    { kind: 'refused', why: 'two has 2 series, and a formula takes one: write sum(…), or avg(…)' },
  ]);
});

test('a band has its lower and its upper side, whichever comes first', async () => {
  const { sources } = sourceOf({ a: [5, 6, 7] });
  const wanted = [{ measure: measure('a', stat('a'), { band: 2 }), span: SPAN }];
  const { readings } = await readMeasures(wanted, sources, { now: NOW });
  expect(readings).toMatchObject([
    {
      series: [{}],
      band: { lower: [{ value: 1 }, { value: 1 }], upper: [{ value: 9 }, { value: 9 }] },
    },
  ]);
});

test('why there is no data is asked only where somebody wants to know', async () => {
  const { sources } = sourceOf({ quiet: [], a: [1] });
  const share = formula('a / missing', measure('a'), measure('missing'));
  const wanted = [measure('quiet'), measure('missing'), share, measure('a')].map((one) => ({
    measure: one,
    span: SPAN,
  }));
  const plain = await readMeasures(wanted, sources, { now: NOW });
  expect(plain.readings.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  const { readings } = await readMeasures(wanted, sources, { now: NOW, explainEmpty: true });
  const unknown = {
    ok: false,
    problem: { kind: 'unknown-metric', asked: 'missing' },
    source: 'aws',
  };
  expect(readings).toMatchObject([{ ok: true, series: [] }, unknown, unknown, { ok: true }]);
});
