import { expect, test } from 'vitest';
import { describeChart, describeDistributions } from '../../../src/metrics/charts/describe.ts';
import { chart, minutes, MINUTE, series, START } from './sample.ts';

const critical = { label: 'critical', value: 5, severity: 'critical' } as const;

test('a chart is described by its figures', () => {
  expect(describeChart(chart())).toBe(
    'Errors: 21 Nov 2026, 02:00 to 02:10 UTC. ' +
      'share: latest 8 % at 02:09, lowest 1 % at 02:00, highest 9 % at 02:08, mean 5.3 %.',
  );
});

test('times are those of the reader', () => {
  const text = describeChart(chart({ timeZone: 'America/New_York' }));
  expect(text).toContain('20 Nov 2026, 21:00 to 21:10 EST');
  expect(text).toContain('latest 8 % at 21:09');
});

test.each([
  ['still over', [1, 6, 7], 'Over critical 5 % since 02:01.'],
  ['over for a while', [1, 6, 7, 5], 'Over critical 5 % from 02:01 to 02:03.'],
  ['over until nothing is known', [6, undefined, 1], 'Over critical 5 % from 02:00 to 02:01.'],
  ['twice over', [6, 1, 6, 1], 'Over critical 5 % from 02:00 to 02:01, from 02:02 to 02:03.'],
  [
    'often over',
    [6, 1, 6, 1, 6, 1, 6, 6],
    'Over critical 5 % 4 times, 5 min in all, lately since 02:06.',
  ],
  ['at it', [5, 5], 'Never over critical 5 %.'],
])('a threshold: %s', (_, values, sentence) => {
  const text = describeChart(chart({ series: [series('a', ...values)], thresholds: [critical] }));
  expect(text).toContain(sentence);
});

test('a threshold that values must not fall below', () => {
  const thresholds = [{ ...critical, bad: 'below' as const }];
  const text = describeChart(chart({ series: [series('a', 6, 4, 6)], thresholds }));
  expect(text).toContain('Under critical 5 % from 02:01 to 02:02.');
});

test('gaps are told, at the end too', () => {
  const text = describeChart(chart({ series: [series('a', 1, 2, undefined, undefined, 3, 4)] }));
  expect(text).toContain('No data from 02:02 to 02:04, from 02:06 to 02:10.');
  expect(describeChart(chart())).not.toContain('No data');
});

test('an expected band is told by when it was left', () => {
  const bands = [
    { label: 'expected', period: MINUTE, lower: minutes(1, 1, 1, 1), upper: minutes(3, 3, 3, 3) },
  ];
  const text = describeChart(chart({ series: [series('a', 2, 4, 0, 2)], bands }));
  expect(text).toContain('Outside expected from 02:01 to 02:03.');
});

test('what happened and what is not drawn is named', () => {
  const many = Array.from({ length: 11 }, (_, index) => series(`e${index}`, index));
  const marks = [{ at: START + MINUTE, label: 'raised' }];
  const text = describeChart(chart({ series: many, marks }));
  expect(text).toContain('Meanwhile: raised 02:01.');
  expect(text).toContain('Not drawn: e10.');
});

test('no data is said', () => {
  expect(describeChart(chart({ series: [] }))).toBe(
    'Errors: 21 Nov 2026, 02:00 to 02:10 UTC. No data.',
  );
  expect(describeChart(chart({ series: [series('a'), series('b', 1)] }))).toContain(
    'No data of: a.',
  );
});

test('it is never longer than Slack takes, and has nothing in it that cannot be seen', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    series(`${'🔥\u0000\u202E\n'.repeat(99)}${index}`, 1, 7, 1, 7),
  );
  const text = describeChart(
    chart({ series: many, thresholds: [critical, { ...critical, value: 6 }] }),
  );
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect(text).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
  expect(text.isWellFormed()).toBe(true);
});

test('two distributions are described by their middles', () => {
  const text = describeDistributions({
    title: 'price',
    note: 'KS 0.42: drifted',
    unit: 'USD',
    edges: [0, 10, 20, 30],
    reference: { label: 'training', counts: [10, 0, 0] },
    current: { label: 'last hour', counts: [1, 1, 2] },
    theme: 'light',
  });
  expect(text).toBe(
    'price: KS 0.42: drifted. Half of training below 5 USD, half of last hour below 20 USD.',
  );
});
