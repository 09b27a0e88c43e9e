import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logsAtHand } from '../../src/app/metrics/logs-at-hand.ts';
import { loadConfig } from '../../src/config/load.ts';
import { queryText } from '../../src/metrics/logs/saved-query.ts';
import { never } from '../support/no-tools.ts';
import { problemLines } from './problem-lines.ts';

const SOURCES = `
metrics:
  sources:
    - { name: prom, url: 'https://prometheus.example.com' }
    - { name: eu, region: eu-central-1 }
    - { name: us, region: us-east-1 }
`;

function atHand(text: string) {
  const { config, problems } = loadConfig({ text: `${SOURCES}${text}`, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const limiter = { take: never, takeSpare: never, pause: never };
  return logsAtHand(config, { limiter, onScanned: never });
}

const lines = (text: string) => problemLines(`${SOURCES}${text}`);

test('a saved query takes what it does not say from the section, and its source from metrics', () => {
  const { saved, free } = atHand(`
logs:
  log_groups: [/shop]
  queries:
    all: { query: 'fields @message' }
    own:
      query: 'filter id = {{id}} and took > {{over}}'
      description: of one
      source: us
      log_groups: ['arn:aws:logs:us-east-1:111122223333:log-group:/other']
      range: 1d
      max_bytes: 1GiB
      parameters: { over: { type: number, default: 5, description: ms } }
`);
  const GIB = 1024 ** 3;
  const usual = { source: 'eu', logGroups: ['/shop'], range: 3_600_000, maxBytes: 10 * GIB };
  expect(free).toEqual(usual);
  expect(saved.get('all')).toMatchObject({ name: 'all', parameters: [], ...usual });
  expect(saved.get('own')).toMatchObject({
    description: 'of one',
    source: 'us',
    logGroups: ['arn:aws:logs:us-east-1:111122223333:log-group:/other'],
    range: 86_400_000,
    maxBytes: GIB,
    parameters: [
      { name: 'id', kind: 'text' },
      { name: 'over', kind: 'number', usual: '5', description: 'ms' },
    ],
  });
});

test('without a source of CloudWatch there is nothing to search', () => {
  const { config } = loadConfig({ text: '{}', env: {} });
  if (config === undefined) throw new Error('{} is a config');
  const limiter = { take: never, takeSpare: never, pause: never };
  expect(logsAtHand(config, { limiter, onScanned: never }).free).toBeUndefined();
});

test('check says what is wrong with a query, where that stands, and what to write', () => {
  const query = (rest: string) =>
    lines(`logs:\n  log_groups: [/shop]\n  queries:\n    q: { ${rest} }`);
  expect(query('query: \'filter id = "{{id}}"\'')).toEqual([
    't.yaml:10:17: logs.queries.q.query: {{id}} stands in quotes; take the quotes away: a value brings its own',
  ]);
  expect(query("query: 'filter id = {{id}}', parameters: { ids: {} }")).toEqual([
    't.yaml:10:58: logs.queries.q.parameters.ids has no place in query; write id',
  ]);
  expect(
    query("query: 'filter t > {{over}}', parameters: { over: { type: number, default: 1s } }"),
  ).toEqual([
    't.yaml:10:85: logs.queries.q.parameters.over.default: over is a number, which "1s" is not; write over=100',
  ]);
  expect(query("query: 'fields a', source: prom")).toEqual([
    't.yaml:10:37: logs.queries.q.source: "prom" is Prometheus, which has no logs; name a source with a region',
  ]);
  expect(query("query: 'fields a', source: eux")).toEqual([
    't.yaml:10:37: logs.queries.q.source: there is no source of metrics "eux"; write "eu"',
  ]);
  expect(query("query: 'fields a', log_groups: ['/shop:*']")[0]).toContain(
    '"/shop:*" is not a log group; leave out the :* at its end',
  );
  expect(query("query: 'fields a', max_bytes: 10GB")[0]).toContain('"10GB" is not a size');
});

test('check misses log groups, a source, and a name that the command does not have for itself', () => {
  expect(lines("logs: { queries: { q: { query: 'fields a' } } }")[0]).toContain(
    'logs.queries.q: there are no log groups to search; add log_groups:',
  );
  const alone = problemLines('logs: { queries: { q: { query: a, log_groups: [/shop] } } }');
  expect(alone).toEqual([
    't.yaml:1:7: logs: there is no source with logs; add { name: aws, region: us-east-1 } to metrics.sources',
  ]);
  for (const name of ['list', 'run', 'help', 'two words']) {
    const said = lines(
      `logs: { log_groups: [/shop], queries: { '${name}': { query: 'fields a' } } }`,
    );
    expect(said[0]).toContain(`is no name for a query`);
  }
});

test('the queries that are shipped can be asked with what they need, and the docs name them', () => {
  const text = readFileSync(new URL('../../tocsin.example.yaml', import.meta.url), 'utf8');
  const page = readFileSync(new URL('../../docs/logs.md', import.meta.url), 'utf8');
  const { config } = loadConfig({ text, env: {}, readFile: never });
  if (config === undefined) throw new Error('the example is wrong');
  const limiter = { take: never, takeSpare: never, pause: never };
  const { saved } = logsAtHand(config, { limiter, onScanned: never });
  const value = new Map([
    ['id', '8f2c'],
    ['type', 'Timeout'],
  ]);
  const asked = [...saved.values()].map((query) => [query.name, queryText(query, value)]);
  expect(asked.filter(([name]) => !page.includes(`\`${name}\``))).toEqual([]);
  const of = new Map(asked.map(([name = '', query = '']) => [name, query]));
  expect(of.get('top-errors')).toMatch(
    /event_type = "error"\n\| stats count.* by error_type\n\| sort errors desc\n\| limit 10/u,
  );
  expect(of.get('slow-queries')).toContain('query_ms > 1000');
  expect(of.get('error-type')).toContain('error_type = "Timeout"');
  expect(saved.size).toBe(11);
});
