import { expect, test } from 'vitest';
import type { Frequencies } from '../../../src/metrics/charts/chart.ts';
import { describeFrequencies } from '../../../src/metrics/charts/describe.ts';
import { paletteOf } from '../../../src/metrics/charts/palette.ts';
import { pictureSvg } from '../../../src/metrics/charts/svg.ts';
import { readOf } from './read-svg.ts';

const plan: Frequencies = {
  title: 'plan',
  note: 'χ² 187: drifted',
  categories: ['basic', 'pro'],
  reference: { label: 'training', counts: [60, 40] },
  current: { label: 'last hour', counts: [1, 3] },
  theme: 'light',
};

/** A feature of so many categories, the first the most frequent. */
function ofMany(count: number): Frequencies {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const counts = numbers.map((index) => count - index);
  return {
    ...plan,
    categories: numbers.map((index) => `c${index}`),
    reference: { label: 'training', counts },
    current: { label: 'last hour', counts },
  };
}

/** How long the bars of a colour are, in the order of the categories, without the one of the legend. */
function barsOf(svg: string, fill: string): readonly number[] {
  const boxes = [...svg.matchAll(/<path d="M[\d.]+ [\d.]+l([\d.]+) 0[^"]*"([^>]*)>/gu)];
  return boxes
    .filter(([, , tag = '']) => tag.includes(`fill="${fill}"`))
    .map(([, width]) => Number(width))
    .slice(0, -1);
}

test('each category has two bars as long as its shares, however many values each side has', () => {
  const svg = pictureSvg(plan);
  expect(readOf(svg)).toEqual([
    'plan',
    'χ² 187: drifted',
    'basic',
    '60 % → 25 %',
    'pro',
    '40 % → 75 %',
    'training',
    'last hour',
  ]);
  const { band, series } = paletteOf('light');
  const [basicThen = 0, proThen = 0] = barsOf(svg, band);
  const [basicNow = 0, proNow = 0] = barsOf(svg, series[0] ?? '');
  expect(proNow).toBeGreaterThan(500);
  expect(basicThen / proNow).toBeCloseTo(60 / 75, 2);
  expect(proThen / proNow).toBeCloseTo(40 / 75, 2);
  expect(basicNow / proNow).toBeCloseTo(25 / 75, 2);
});

test('thirteen categories have a row each; of more the last row has all others', () => {
  expect(readOf(pictureSvg(ofMany(13)))).toContain('c12');
  const many = readOf(pictureSvg(ofMany(14)));
  expect(many).toContain('c11');
  expect(many).not.toContain('c12');
  // 2 and 1 of 105.
  expect(many).toEqual(expect.arrayContaining(['2 others', '2.9 % → 2.9 %']));
});

test('what was not listed counts among the others', () => {
  const others = { categories: 7, reference: 100, current: 0 };
  const texts = readOf(pictureSvg({ ...plan, others }));
  expect(texts).toEqual(expect.arrayContaining(['30 % → 25 %', '7 others', '50 % → 0 %']));
});

test('a category of blanks has a name', () => {
  expect(readOf(pictureSvg({ ...plan, categories: [' \u200B', 'pro'] }))).toContain('(blank)');
});

test('no values at all are no data', () => {
  const none = { label: 'none', counts: [0, Number.NaN] };
  const empty = { ...plan, reference: none, current: none };
  expect(readOf(pictureSvg(empty))).toContain('No data');
  expect(describeFrequencies(empty)).toBe('plan: χ² 187: drifted. No data.');
});

test('light and dark differ in colours only', () => {
  const shapes = (theme: 'light' | 'dark'): string =>
    pictureSvg({ ...plan, theme }).replaceAll(/#[0-9a-f]{3,6}|zr\d+-c(ls-)?\d+/gu, '');
  expect(shapes('dark')).toBe(shapes('light'));
  expect(pictureSvg({ ...plan, theme: 'dark' })).toContain(`fill="${paletteOf('dark').paper}"`);
});

test('it is described by its shares, within what Slack takes', () => {
  expect(describeFrequencies(plan)).toBe(
    'plan: χ² 187: drifted. Shares in training and last hour: ' +
      'basic from 60 % to 25 %, pro from 40 % to 75 %.',
  );
  const long = { ...ofMany(13), categories: Array.from({ length: 13 }, () => '🔥'.repeat(300)) };
  const text = describeFrequencies(long);
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect(text.isWellFormed()).toBe(true);
});
