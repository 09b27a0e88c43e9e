import { expect, test } from 'vitest';
import { suggestRunbooks } from '../../../src/runbooks/selection/suggest.ts';
import { runbook } from '../sample.ts';

const answering = (name: string, ...answers: readonly string[]) =>
  runbook(name, 'Look.', `answers: ${JSON.stringify(answers)}`).runbook;

const ALL = [
  answering('pattern', 'alertname=~".*errors"'),
  answering('exact', 'team="shop"', 'alertname="x"'),
  answering('two', 'alertname=~".*errors", team="shop"'),
  answering('other', 'team="ml"'),
  answering('none'),
];

const suggested = (annotations: Record<string, string>, labels = LABELS) =>
  suggestRunbooks({ labels, annotations }, ALL).map(({ runbook: { name }, why }) => [name, why]);
const LABELS = { alertname: 'orders errors', team: 'shop', severity: 'error' };

test('what says the most of an alert comes first, and says why', () => {
  expect(suggested({})).toEqual([
    ['two', 'it answers alertname=~".*errors", team="shop"'],
    ['exact', 'it answers team="shop"'],
    ['pattern', 'it answers alertname=~".*errors"'],
  ]);
});

test.each(['none', 'none.md', 'https://git.example.com/x/runbooks/none.md?plain=1#look'])(
  'the runbook that the alert names as %s comes before all others',
  (annotation) => {
    expect(suggested({ runbook: annotation })[0]).toEqual(['none', 'the alert names it']);
  },
);

test('of two that say as much the one for the severity comes first, then by name', () => {
  const same = [answering('a', 'team="shop"'), answering('b', 'team="shop"')];
  const [first, second] = same;
  if (first === undefined || second === undefined) throw new Error('two were made');
  const names = (all: typeof same) =>
    suggestRunbooks({ labels: LABELS, annotations: {} }, all).map((one) => one.runbook.name);
  expect(names([second, first])).toEqual(['a', 'b']);
  expect(names([{ ...first, severity: 'info' }, second])).toEqual(['b', 'a']);
});
