import { describe, expect, test } from 'vitest';
import { savedMeasures } from '../../src/app/metrics/measures.ts';
import { loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import { problemLines } from './problem-lines.ts';

const SOURCES = `
metrics:
  sources:
    - { name: prom, url: 'https://prometheus.example.com/', bearer_token: t0ken, headers: { X-Scope-OrgID: team-a } }
    - { name: aws, region: eu-central-1, role_arn: 'arn:aws:iam::111122223333:role/read', external_id: x }
    - { name: us, region: us-east-1 }
`;

/** A metric under the name `m`, in a config with sources of both kinds. */
const saved = (metric: string) => `${SOURCES}  saved: { other: { promql: up }, m: ${metric} }`;

const ERRORS = 'namespace: Shop, metric: errors, stat: Sum';

describe('a saved metric', () => {
  const measure = (metric: string) => {
    const { config, problems } = loadConfig({ text: saved(metric), env: {} });
    if (config === undefined) throw new Error(JSON.stringify(problems));
    return savedMeasures(config).get('m');
  };

  test('of CloudWatch is a statistic, held against limits', () => {
    const written = `{ title: Latency, namespace: AWS/ApiGateway, metric: Latency, dimensions: { ApiName: shop },
      stat: p95, period: 1m, thresholds: { warning: '> 400', critical: '>= 500.5' }, band: 2, source: us }`;
    expect(measure(written)).toEqual({
      name: 'm',
      title: 'Latency',
      unit: 'ms',
      period: 60_000,
      band: 2,
      thresholds: {
        warning: { comparison: '>', value: 400 },
        critical: { comparison: '>=', value: 500.5 },
      },
      of: {
        kind: 'stat',
        source: 'us',
        namespace: 'AWS/ApiGateway',
        metric: 'Latency',
        dimensions: { ApiName: 'shop' },
        statistic: 'p95',
      },
    });
  });

  test('without a source comes from the first that can have it', () => {
    expect(measure(`{ ${ERRORS} }`)?.of).toMatchObject({ source: 'aws', statistic: 'Sum' });
    expect(measure('{ promql: up, unit: hosts }')).toEqual({
      name: 'm',
      title: 'm',
      unit: 'hosts',
      thresholds: {},
      of: { kind: 'promql', source: 'prom', expression: 'up' },
    });
  });

  test('may be computed of others, saved ones and such as stand where they are used', () => {
    const of = measure(
      `{ formula: 'a / b', metrics: { a: other, b: { ${ERRORS}, source: us } } }`,
    )?.of;
    expect(of).toMatchObject({ kind: 'formula', text: 'a / b' });
    const operands = of?.kind === 'formula' ? [...of.operands] : [];
    expect(measure('{ formula: other * 2 }')?.of).toMatchObject({
      operands: new Map([['other', expect.objectContaining({ name: 'other' })]]),
    });
    expect(operands).toMatchObject([
      ['a', { name: 'other', of: { kind: 'promql', expression: 'up' } }],
      ['b', { name: 'b', of: { kind: 'stat', source: 'us', metric: 'errors' } }],
    ]);
  });

  test.each([
    ['avg', 'Average'],
    ['maximum', 'Maximum'],
    ['count', 'SampleCount'],
    ['P99.9', 'p99.9'],
    ['tm95', 'tm95'],
    ['tm(10%:90%)', 'TM(10%:90%)'],
    ['PR(:300)', 'PR(:300)'],
  ])('may be asked for by the statistic %s', (written, statistic) => {
    const of = measure(`{ namespace: N, metric: M, stat: '${written}' }`)?.of;
    expect(of).toMatchObject({ statistic });
  });
});

test.each([
  // What is measured
  ['{}', /saved\.m names no metric; write namespace:, metric: and stat:, or promql:/u],
  ['{ namespace: N, metric: M }', /saved\.m\.stat is missing; add stat: Average/u],
  ['{ namespace: N, stat: Sum }', /saved\.m\.metric is missing; add metric: Latency/u],
  ['{ promql: up, namespace: N }', /m\.namespace has no place beside promql; take it out/u],
  ['{ promql: up, formula: a, metrics: { a: other } }', /m\.promql has no place beside formula/u],
  ['{ promql: up, metrics: { a: other } }', /saved\.m\.formula is missing; add formula: '/u],
  ['{ formula: othr * 2 }', /m\.formula: .*"othr".*other/u],
  [
    '{ formula: other > 2 }',
    /m\.formula: "other > 2" gives true or false, not a figure; write what/u,
  ],
  ['{ formula: other *, metrics: {} }', /m\.formula: /u],
  [
    '{ formula: 2 * other, metrics: { a: other } }',
    /m\.metrics\.a: the formula does not name it; take/u,
  ],
  [
    '{ formula: a, metrics: { a: { saved: other, promql: up } } }',
    /promql has no place beside saved/u,
  ],
  ['{ promql: up, band: 2 }', /m\.band is only for CloudWatch; take it out/u],
  ['{ promqll: up }', /"promqll" is not a key of metrics\.saved\.m; write promql/u],
  ['{ formula: a, metrics: { a: { promqll: up } } }', /not a key of .*metrics\.a; write promql/u],
  // Values
  ['{ namespace: N, metric: M, stat: p101 }', /"p101" is not a statistic of CloudWatch's/u],
  ['{ namespace: N, metric: M, stat: averge }', /"averge" is not a statistic .*; write Average/u],
  ['{ namespace: N, metric: M, stat: 95th }', /; write p95$/u],
  [`{ ${ERRORS}, period: 45s }`, /CloudWatch has no period of 45s; write 1m/u],
  [`{ ${ERRORS}, period: 90s }`, /CloudWatch has no period of 1m30s; write 2m/u],
  [`{ ${ERRORS}, band: wide }`, /"wide" is not a number of standard deviations; write 2/u],
  [
    `{ ${ERRORS}, thresholds: { warning: 400 } }`,
    /warning: "400" is not a limit; write '> 400', or/u,
  ],
  [
    `{ ${ERRORS}, thresholds: { warning: '> 400 ms' } }`,
    /write '> 400', in the unit of the metric/u,
  ],
  [
    `{ ${ERRORS}, thresholds: { warning: high } }`,
    /write a comparison and a figure, such as '> 400'/u,
  ],
  [`{ ${ERRORS}, thresholds: { critcal: '> 4' } }`, /"critcal" is not a key .*; write critical/u],
  // Names
  [
    '{ promql: up, source: porm }',
    /m\.source: there is no source of metrics "porm"; write "prom"/u,
  ],
  [
    '{ promql: up, source: aws }',
    /source: "aws" is CloudWatch, which has no PromQL; write namespace/u,
  ],
  [`{ ${ERRORS}, source: prom }`, /source: "prom" is Prometheus; write promql:/u],
  [
    '{ formula: a, metrics: { a: othr } }',
    /metrics\.a: there is no saved metric "othr"; write "other"/u,
  ],
  [
    '{ formula: a, metrics: { a: m } }',
    /m\.formula: the formulas go round in a circle: m → m; compute one/u,
  ],
])('%s is wrong, and it is said what to write', (metric, problem) => {
  expect(problemLines(saved(metric))).toEqual([expect.stringMatching(problem)]);
});

test('formulas that name each other are found, each circle once', () => {
  const text = `${SOURCES}  saved:
    a: { formula: x, metrics: { x: b } }
    b: { formula: c + y, metrics: { y: d } }
    c: { formula: x, metrics: { x: a } }
    d: { promql: up }`;
  expect(problemLines(text)).toEqual([
    expect.stringContaining('c.formula: the formulas go round in a circle: a → b → c → a'),
  ]);
});

test('a metric that no source can have says which to add', () => {
  const lines = problemLines(`metrics: { saved: { a: { promql: up }, b: { ${ERRORS} } } }`);
  expect(lines).toEqual([
    expect.stringMatching(
      /saved\.a: there is no source of Prometheus's metrics; add \{ name: prom/u,
    ),
    expect.stringMatching(
      /saved\.b: there is no source of CloudWatch's metrics; add \{ name: aws/u,
    ),
  ]);
});

test.each([
  [
    '{ name: a }',
    /sources\[0\]: says nothing of where it is; write region: us-east-1 for CloudWatch/u,
  ],
  ['{ region: us-east-1 }', /sources\[0\]\.name is missing; add name: aws/u],
  ['{ name: a, region: us-east }', /"us-east" is not a region of AWS/u],
  [
    '{ name: a, region: us-east-1, url: "http://p" }',
    /\.url has no place beside region; take one/u,
  ],
  [
    '{ name: a, url: "http://p", role_arn: "arn:aws:iam::111122223333:role/r" }',
    /role_arn has no pl/u,
  ],
  ['{ name: a, url: prometheus }', /"prometheus" is not a URL; write a URL such as https/u],
  ['{ name: a, url: "http://u:p@p" }', /url: the address has credentials in it; write basic_auth/u],
  ['{ name: a, url: "http://p?x=1" }', /has more than a path/u],
  [
    '{ name: a, url: "http://p", bearer_token: t, basic_auth: { username: u, password: p } }',
    /basic_auth has no place beside bearer_token/u,
  ],
  ['{ name: a, url: "http://p", headers: { "a b": c } }', /headers\.a b is no name of a header/u],
  [
    '{ name: a, url: "http://p", headers: { Authorization: c } }',
    /write bearer_token or basic_auth/u,
  ],
])('the source %s is wrong, and it is said what to write', (source, problem) => {
  expect(problemLines(`metrics: { sources: [ ${source} ] }`)).toEqual([
    expect.stringMatching(problem),
  ]);
});

test('two sources do not share a name', () => {
  const text =
    'metrics: { sources: [ { name: a, region: us-east-1 }, { name: a, url: "http://p" } ] }';
  expect(problemLines(text)).toEqual([
    expect.stringMatching(/there is a source of metrics "a" already/u),
  ]);
});

test('what a source is asked with is secret', () => {
  const { config } = loadConfig({ text: SOURCES, env: {} });
  expect(config && secretsOf(config)).toEqual(expect.arrayContaining(['t0ken', 'team-a']));
  const basic =
    'metrics: { sources: [ { name: p, url: "http://p", basic_auth: { username: u, password: hunter2 } } ] }';
  const other = loadConfig({ text: basic, env: {} }).config;
  expect(other && secretsOf(other)).toContain('hunter2');
});
