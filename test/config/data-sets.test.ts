import { expect, test } from 'vitest';
import { dataSetsOf } from '../../src/app/models/data-sets.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

function setOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return dataSetsOf(config)[0];
}

test('a data set needs but a name and where it is', () => {
  expect(setOf('quality: [{ name: orders, from: orders.csv }]')).toMatchObject({
    name: 'orders',
    title: 'orders',
    from: 'orders.csv',
    labels: {},
    schedule: 'daily',
    window: 86_400_000,
    rules: {
      volume: { min_rows: 1_000 },
      completeness: { medium: 0.1, high: 0.3, columns: {} },
      validity: [],
    },
  });
});

test('a data set takes the rules of a file of rules, a place on S3, labels and a channel', () => {
  const set = setOf(`
quality:
  - name: orders
    title: Orders
    from: 's3://b/dt={date}/'
    region: eu-west-1
    schedule: never
    labels: { team: data }
    report: { channel: '#data' }
    freshness: { column: at, warning: 1h }
    validity: [{ column: price, min: 0 }]`);
  expect(set).toMatchObject({
    title: 'Orders',
    s3: { region: 'eu-west-1' },
    labels: { team: 'data' },
    channel: '#data',
    rules: {
      freshness: { column: 'at', warning: 3_600_000, critical: 86_400_000 },
      validity: [{ column: 'price', min: 0, severity: 'high' }],
    },
  });
  expect(set?.dueAt(Date.now())).toBeUndefined();
});

test.each([
  [
    'quality: [{ name: export, from: x.csv }]',
    't.yaml:1:19: quality[0].name: "export" means something else behind /quality; give it another name',
  ],
  [
    'quality: [{ name: a, from: x.csv }, { name: a, from: y.csv }]',
    't.yaml:1:45: quality[1].name: there is a data set "a" already; give it another name, or remove it',
  ],
  [
    `quality: [{ name: a, from: 's3://b/h={hour}/' }]`,
    't.yaml:1:28: quality[0].from: has an {hour} of no day; write {date} before it',
  ],
  [
    `quality: [{ name: a, from: 's3://b/{date}/', window: 90m }]`,
    't.yaml:1:54: quality[0].window: the data are there by whole days; write 1d or 7d',
  ],
  [
    'quality: [{ name: a, from: x.csv, labels: { column: x } }]',
    't.yaml:1:53: quality[0].labels.column is given already; take it out',
  ],
  [
    'quality: [{ name: a, from: x.csv, volum: { min_rows: 1 } }]',
    't.yaml:1:35: "volum" is not a key of quality[0]; write volume',
  ],
])('%s', (text, line) => {
  expect(problemLines(text)).toEqual([line]);
});
