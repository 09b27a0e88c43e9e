import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureOf, folded } from '../../../src/metrics/kpis/figure.ts';
import { periodOfWindow, windowBefore } from '../../../src/metrics/kpis/window.ts';
import type { Measure } from '../../../src/metrics/measure.ts';
import type { Point } from '../../../src/metrics/series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPAN = { from: 0, to: 4 * MINUTE };

function stat(metric: string, statistic: string): Measure {
  const of = { source: 'aws', namespace: 'Shop', metric, dimensions: {}, statistic };
  return { name: metric, title: metric, thresholds: {}, of: { kind: 'stat', ...of } };
}

function points(...values: readonly number[]): readonly Point[] {
  return values.map((value, index) => ({ at: index * MINUTE, value }));
}

const REQUESTS = stat('Requests', 'Sum');
const ERRORS = stat('Errors', 'Sum');
function rate(
  errors: readonly Point[],
  requests: readonly Point[],
  text = 'errors / requests * 100',
) {
  const operands = new Map([
    ['errors', ERRORS],
    ['requests', REQUESTS],
  ]);
  const of = { kind: 'formula', text, operands } as const;
  return figureOf({ name: 'rate', title: 'rate', thresholds: {}, of }, SPAN, ({ name }) =>
    name === 'Errors' ? errors : requests,
  );
}

describe('one figure of a window', () => {
  test.each([
    ['sum', 20],
    ['mean', 5],
    ['max', 11],
    ['min', 1],
    ['latest', 1],
    ['per_minute', 5],
    ['per_second', 20 / 240],
  ] as const)('is its %s', (folding, figure) => {
    expect(folded(points(2, 6, 11, 1), SPAN, folding)).toBe(figure);
  });

  test('adds up what adds up, and takes the mean of all else', () => {
    expect(figureOf(REQUESTS, SPAN, () => points(2, 6))).toBe(8);
    expect(figureOf(stat('Latency', 'p95'), SPAN, () => points(2, 6))).toBe(4);
    expect(figureOf(REQUESTS, SPAN, () => points(120, 120), 'per_second')).toBe(1);
  });

  test('of a share is that of the sums: a quiet minute does not weigh as much as a busy one', () => {
    // A hundred percent of one request, and none of 99.
    expect(rate(points(1, 0), points(1, 99))).toBe(1);
  });

  test('is none without data, and where nothing was asked for', () => {
    expect(rate([], points(1))).toBeUndefined();
    expect(rate(points(0), points(0))).toBeUndefined();
  });

  test('is what the formula says of an operand without data', () => {
    const text = 'or(errors, 0) / requests * 100';
    expect(rate([], points(1), text)).toBe(0);
    expect(rate(points(1), [], text)).toBeUndefined();
  });

  test('of a share lies between that of its worst and of its best period', () => {
    const minute = fc.record({ errors: fc.nat(50), others: fc.integer({ min: 1, max: 100 }) });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 1, maxLength: 20 }), (minutes) => {
        const errors = minutes.map((one) => one.errors);
        const requests = minutes.map((one) => one.errors + one.others);
        const shares = errors.map((one, index) => (one / (requests[index] ?? 1)) * 100);
        const whole = rate(points(...errors), points(...requests)) ?? Number.NaN;
        expect(whole).toBeGreaterThanOrEqual(Math.min(...shares) - 1e-9);
        expect(whole).toBeLessThanOrEqual(Math.max(...shares) + 1e-9);
      }),
    );
  });
});

describe('a window', () => {
  test('is read by the minute, five, or the hour', () => {
    expect([5 * MINUTE, HOUR, DAY, 30 * DAY].map(periodOfWindow)).toEqual([
      MINUTE,
      MINUTE,
      5 * MINUTE,
      HOUR,
    ]);
  });

  test('ends with the last whole period, where the one before it ends it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 * DAY }),
        fc.nat(2_000_000_000_000),
        (window, now) => {
          const [one, before] = [windowBefore(window, now), windowBefore(window, now, 1)];
          const period = periodOfWindow(window);
          expect(before.to).toBe(one.from);
          expect(one.to - one.from).toBe(before.to - before.from);
          expect(one.to - one.from).toBeGreaterThanOrEqual(window);
          expect(one.to - one.from).toBeLessThan(window + period);
          expect(now - one.to).toBeGreaterThanOrEqual(0);
          expect(now - one.to).toBeLessThan(period);
        },
      ),
    );
  });
});
