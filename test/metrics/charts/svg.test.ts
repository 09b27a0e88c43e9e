import { Resvg } from '@resvg/resvg-js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartScenes } from '../../../demo/chart-scenes.ts';
import type { Chart, Frequencies, Picture } from '../../../src/metrics/charts/chart.ts';
import { HEIGHT, WIDTH } from '../../../src/metrics/charts/frame.ts';
import { paletteOf } from '../../../src/metrics/charts/palette.ts';
import { pictureSvg } from '../../../src/metrics/charts/svg.ts';
import { linesOf, readOf, textsOf, type SeenText } from './read-svg.ts';
import { chart, MINUTE, series, START } from './sample.ts';

const LINE = 5;
const { severity, paper } = paletteOf('light');

/** The thick lines of the plot, not their samples beside the labels. */
function drawn(svg: string): ReturnType<typeof linesOf> {
  return linesOf(svg, { width: LINE });
}

describe('a chart says', () => {
  test('what it shows, of when, and the latest value', () => {
    const texts = readOf(pictureSvg(chart({ timeZone: 'Europe/Berlin' })));
    expect(texts).toEqual(
      expect.arrayContaining(['Errors', '21 Nov 2026, 03:00 to 03:10 CET', '8 %', '0', '10 %']),
    );
  });

  test('times by the clocks of the readers', () => {
    const kolkata = readOf(pictureSvg(chart({ timeZone: 'Asia/Kolkata' })));
    expect(kolkata).toEqual(expect.arrayContaining(['07:30', '07:32', '07:40']));
    expect(readOf(pictureSvg(chart()))).toEqual(expect.arrayContaining(['02:00', '02:10']));
  });

  test('a unit in words once, and not at every value', () => {
    const texts = readOf(pictureSvg(chart({ unit: 'messages' })));
    expect(texts.filter((text) => text.includes('messages'))).toEqual([
      'messages · 21 Nov 2026, 02:00 to 02:10 UTC',
    ]);
  });

  test('the names of several series, each beside its latest value', () => {
    const texts = readOf(
      pictureSvg(chart({ series: [series('cart', 1, 2), series('checkout', 3, 4)] })),
    );
    expect(texts).toEqual(expect.arrayContaining(['cart', '2 %', 'checkout', '4 %']));
  });

  test('which series are too many to be drawn', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      series(`endpoint ${index}`, index, index),
    );
    const svg = pictureSvg(chart({ series: many }));
    expect(readOf(svg)).toContain('+ 2 more: endpoint 10, endpoint 11');
    expect(readOf(svg)).toContain('endpoint 9');
    expect(new Set(drawn(svg).map(String)).size).toBeGreaterThanOrEqual(10);
  });

  test('how many series are not drawn, though their names are without end', () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      series(`${'a-name-without-end-'.repeat(5)}${index}`, index),
    );
    const more = readOf(pictureSvg(chart({ series: many }))).find((text) => text.startsWith('+ '));
    expect(more).toMatch(/^\+ 990 more: a-name-.*…$/u);
  });

  test.each([
    ['no series', []],
    ['series without points', [series('share')]],
    ['points at other times', [{ ...series('share', 1), points: [{ at: 0, value: 1 }] }]],
    ['nothing finite', [series('share', Number.NaN, Number.POSITIVE_INFINITY)]],
  ])('that there is no data: %s', (_, none) => {
    const svg = pictureSvg(chart({ series: none }));
    expect(readOf(svg)).toContain('No data');
    expect(drawn(svg)).toEqual([]);
  });

  test('what happened meanwhile', () => {
    const svg = pictureSvg(
      chart({
        marks: [
          { at: START + 3 * MINUTE, label: 'raised' },
          { at: 0, label: 'long ago' },
        ],
      }),
    );
    expect(readOf(svg)).toContain('raised');
    expect(readOf(svg)).not.toContain('long ago');
  });
});

describe('a line', () => {
  test('is broken where a period is missing', () => {
    const [line] = drawn(pictureSvg(chart({ series: [series('a', 1, 2, undefined, 3, 4, 5)] })));
    expect(line?.map((piece) => piece.length / 2)).toEqual([2, 3]);
  });

  test('is not broken by a point that comes a little late', () => {
    const points = [0, 1.3, 2.2].map((minute) => ({ at: START + minute * MINUTE, value: minute }));
    const [line] = drawn(pictureSvg(chart({ series: [{ label: 'a', points, period: MINUTE }] })));
    expect(line).toHaveLength(1);
  });

  test('of one point is a dot', () => {
    const svg = pictureSvg(chart({ series: [series('a', 5)] }));
    expect(svg).toMatch(/<path d="M1 0A1 1 0 1 1[^>]*ecmeta_series_index="0"/u);
    const whole = pictureSvg(chart({ series: [series('a', 5, 6)] }));
    expect(whole).not.toContain('ecmeta_series_index');
  });

  test('keeps the one spike among very many points', () => {
    const points = Array.from({ length: 10_000 }, (_, second) => ({
      at: START + 60 * second,
      value: second === 4_321 ? 100 : 1,
    }));
    const svg = pictureSvg(chart({ unit: 'ms', series: [{ label: 'a', points, period: 60 }] }));
    const [[piece = []] = []] = drawn(svg);
    expect(piece.length).toBeLessThan(2_000);
    const heights = piece.filter((_, index) => index % 2 === 1);
    const levels = textsOf(svg).filter(({ text }) => text === '100 ms');
    const level = Math.min(...levels.map(({ top, bottom }) => (top + bottom) / 2));
    expect(Math.min(...heights)).toBeCloseTo(level, 0);
  });

  test('differs from every other by its dashes or its colour', () => {
    const many = Array.from({ length: 10 }, (_, index) => series(`s${index}`, index, index));
    const svg = pictureSvg(chart({ series: many }));
    const pens = [...svg.matchAll(/<path d="[^"]+"[^>]*stroke-width="5"[^>]*>/gu)].map(
      ([tag]) =>
        `${/stroke="[^"]*"/u.exec(tag)?.[0]} ${/stroke-dasharray="[^"]*"/u.exec(tag)?.[0]}`,
    );
    expect(new Set(pens).size).toBe(10);
    expect(new Set(pens.slice(0, 5).map((pen) => pen.split(' ').slice(1).join(' '))).size).toBe(5);
  });
});

describe('a threshold', () => {
  const limit = { label: 'critical', value: 5, severity: 'critical' } as const;

  /** Top and height of what is tinted, in pixels. */
  function tinted(svg: string): readonly [number, number] {
    const fill = new RegExp(
      `<path d="M[\\d.]+ ([\\d.]+)l[^"]*l0 ([\\d.]+)l[^"]*" fill="${severity.critical}"`,
      'u',
    );
    const [, top, height] = fill.exec(svg) ?? [];
    return [Number(top), Number(height)];
  }

  function level(svg: string): number {
    return linesOf(svg, { width: 3, color: severity.critical })[0]?.[0]?.[1] ?? 0;
  }

  test('is a line with its name and value, and what lies above is tinted', () => {
    const svg = pictureSvg(chart({ thresholds: [limit] }));
    expect(readOf(svg)).toContain('critical 5 %');
    const [top, height] = tinted(svg);
    expect(height).toBeGreaterThan(100);
    expect(top + height).toBeCloseTo(level(svg), 0);
  });

  test('is tinted below when less is worse', () => {
    const svg = pictureSvg(chart({ thresholds: [{ ...limit, bad: 'below' }] }));
    const [top, height] = tinted(svg);
    expect(height).toBeGreaterThan(100);
    expect(top).toBeCloseTo(level(svg), 0);
  });

  test('is seen, however far the values are from it', () => {
    const svg = pictureSvg(chart({ thresholds: [{ ...limit, value: 80 }] }));
    expect(readOf(svg)).toContain('critical 80 %');
    expect(tinted(svg)[1]).toBeGreaterThan(20);
  });

  test('leaves the next one its own tint', () => {
    const warning = { label: 'warning', value: 2, severity: 'warning' } as const;
    const svg = pictureSvg(chart({ thresholds: [warning, limit] }));
    const of = new RegExp(`<path d="M[\\d.]+ ([\\d.]+)[^"]*" fill="${severity.warning}"`, 'u').exec(
      svg,
    );
    expect(Number(of?.[1])).toBeCloseTo(level(svg), 0);
  });
});

describe('texts from outside', () => {
  const HOSTILE = [
    // What keeps texts as keys of an object takes it for something else.
    '__proto__',
    '</text><script>alert(1)</script>',
    '<image href="file:///etc/passwd"/>',
    '"><svg onload=alert(1)>',
    '&lt;b&gt; &amp; &#x3c; ]]> <!-- -->',
    '{a|rich} {b} {c} {@value} ${1}',
    'line\nbreak\tand\u0000null\u001B[31m',
    'turned \u202Earound\u202C, hidden \u200Bspace',
    'lone \uD800 half, \uFFFE and \uFFFF',
  ];

  function everywhere(text: string): Chart {
    const points = [series(text, 1, 2), series(`${text} 2`, 2, 3)];
    return chart({
      title: text,
      unit: text,
      series: points,
      thresholds: [{ label: text, value: 2, severity: 'error' }],
      bands: [
        {
          label: text,
          period: MINUTE,
          lower: points[0]?.points ?? [],
          upper: points[1]?.points ?? [],
        },
      ],
      marks: [{ at: START + MINUTE, label: text }],
    });
  }

  function everyCategory(text: string): Frequencies {
    const side = { label: text, counts: [1, 2] };
    const sides = { reference: side, current: side };
    return { title: text, note: text, categories: [text, `${text} 2`], ...sides, theme: 'light' };
  }

  function expectHarmless(svg: string): void {
    // An element of theirs would be one that we never draw.
    const elements = new Set([...svg.matchAll(/<([a-z][a-zA-Z]*)/gu)].map(([, name]) => name));
    expect([...elements].filter((name) => !ELEMENTS.includes(name ?? ''))).toEqual([]);
    expect(svg).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\uFFFE\uFFFF]/u);
    expect(svg.isWellFormed()).toBe(true);
    // It reads SVG as XML, and refuses what is none.
    expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBe(WIDTH);
  }

  const ELEMENTS = ['svg', 'rect', 'path', 'polygon', 'text', 'g', 'defs', 'clipPath', 'style'];

  test.each(HOSTILE)('are shown and nothing else: %j', (text) => {
    expectHarmless(pictureSvg(everywhere(text)));
    expectHarmless(pictureSvg(everyCategory(text)));
  });

  test('are shown as they are, templates and markup too', () => {
    const text = '<b>{a|x} {c}</b> & "so"';
    const svg = pictureSvg(chart({ title: text, series: [series(text, 1), series('b', 1)] }));
    expect(readOf(svg)[readOf(svg).length - 1]).toBeDefined();
    expect(readOf(svg)).toContain(text);
  });

  test('whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expectHarmless(pictureSvg(everywhere(text)));
        expectHarmless(pictureSvg(everyCategory(text)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is written', () => {
  const long = 'a-service-with-a-name-that-nobody-should-give-to-a-service-but-somebody-did';
  const many = Array.from({ length: 40 }, (_, index) => index);
  const hard: readonly (readonly [string, Picture])[] = [
    [
      'many categories of long names',
      {
        title: long,
        note: `${long} ${long}`,
        categories: many.map((index) => `${long} ${index}`),
        reference: { label: `${long} ${long}`, counts: many },
        current: { label: `${long} ${long}`, counts: many.toReversed() },
        theme: 'light',
      },
    ],
    [
      'long names',
      chart({ title: `${long} ${long}`, series: [series(long, 1, 2), series(`${long}2`, 3, 9)] }),
    ],
    [
      'large values',
      chart({ unit: 'B', series: [series('a', 1e14, 5.5e14), series('b', -3e14, 1)] }),
    ],
    ['values close together', chart({ series: [series('a', 99.971, 99.998, 99.973)] })],
    [
      'limits close together',
      chart({
        thresholds: [8, 8.1, 8.2].map((value) => ({
          label: 'limit',
          value,
          severity: 'error' as const,
        })),
      }),
    ],
    [
      'many marks',
      chart({
        marks: Array.from({ length: 9 }, (_, index) => ({
          at: START + index * MINUTE,
          label: `deploy ${index}`,
        })),
      }),
    ],
    [
      'ten equal series',
      chart({ series: Array.from({ length: 10 }, (_, n) => series(`${long}${n}`, 5, 5)) }),
    ],
    ['one moment', chart({ to: START })],
  ];
  const scenes = chartScenes().map(({ name, picture }) => [name, picture] as const);

  test.each([...scenes, ...hard])(
    'is within the picture, and over nothing else written: %s',
    (_, picture) => {
      const texts = textsOf(pictureSvg(picture));
      expect(texts.length).toBeGreaterThan(5);
      const outside = texts.filter(
        ({ left, right, top, bottom }) => left < 0 || right > WIDTH || top < 0 || bottom > HEIGHT,
      );
      expect(outside).toEqual([]);
      const over = texts.flatMap((one, index) =>
        texts
          .slice(index + 1)
          .filter((other) => overlap(one, other))
          .map((other) => [one.text, other.text]),
      );
      expect(over).toEqual([]);
    },
  );
});

function overlap(a: SeenText, b: SeenText): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

test('light and dark differ in colours only', () => {
  const [light, dark] = (['light', 'dark'] as const).map((theme) => pictureSvg(chart({ theme })));
  expect(light).toContain(`fill="${paper}"`);
  expect(dark).not.toContain(`fill="${paper}"`);
  const shapes = (svg = ''): string =>
    svg.replaceAll(/#[0-9a-f]{3,6}|zr\d+-c(ls-)?\d+|fill-opacity="[^"]*"/gu, '');
  expect(shapes(dark)).toBe(shapes(light));
});

test('an expected band is an area, broken where it is not known', () => {
  const { band } = paletteOf('light');
  const [lower, upper] = [series('', 1, 1, undefined, 1, 1), series('', 3, 3, 3, 3, 3)];
  const bands = [{ label: 'expected', period: MINUTE, lower: lower.points, upper: upper.points }];
  const svg = pictureSvg(chart({ bands }));
  expect(svg.split(`fill="${band}"`)).toHaveLength(3);
  expect(readOf(svg)).toContain('expected');
});
