import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Threshold } from '../../../src/alert/threshold.ts';
import { parseThreshold } from '../../../src/config/threshold.ts';
import { KPI_STATES, stateOf, trendOf } from '../../../src/metrics/kpis/state.ts';

const LATENCY = limits('< 250', '> 400', '> 500');
const AVAILABILITY = limits('> 99.9', '< 99.5', '< 99');

function limits(target: string, warning: string, critical: string) {
  const [one, two, three] = [target, warning, critical].map(parseThreshold);
  if (one === undefined || two === undefined || three === undefined) throw new Error('no limits');
  return { target: one, warning: two, critical: three };
}

describe('a key figure', () => {
  test.each([
    [249, 'on target'],
    [250, 'off target'],
    [400, 'off target'],
    [401, 'warning'],
    [500, 'warning'],
    [501, 'critical'],
    [undefined, 'no data'],
  ] as const)('of %s ms is %s: a limit itself is not past', (figure, state) => {
    expect(stateOf(LATENCY, figure)).toBe(state);
  });

  test('may be better the higher it is', () => {
    expect([99.95, 99.9, 99.4, 98.9].map((one) => stateOf(AVAILABILITY, one))).toEqual([
      'on target',
      'off target',
      'warning',
      'critical',
    ]);
  });

  test('whose target is none at all is met by none', () => {
    const throttles = { target: parseThreshold('<= 0'), warning: parseThreshold('> 10') };
    expect(stateOf(throttles, 0)).toBe('on target');
    expect(stateOf(throttles, 1)).toBe('off target');
  });

  test('without limits is only watched', () => {
    expect(stateOf({}, 5)).toBe('untargeted');
    expect(stateOf({ warning: parseThreshold('> 10') }, 5)).toBe('on target');
  });

  test('never stands better for being worse', () => {
    const figure = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const [better, worse] = [Math.min(a, b), Math.max(a, b)].map((one) =>
          stateOf(LATENCY, one),
        );
        expect(rank(better)).toBeGreaterThanOrEqual(rank(worse));
      }),
    );
  });
});

function rank(state: (typeof KPI_STATES)[number] | undefined): number {
  return state === undefined ? -1 : KPI_STATES.indexOf(state);
}

describe('where it has gone', () => {
  test('is told with the share, and whether that is better', () => {
    expect(trendOf(LATENCY, 300, 200)).toEqual({ way: 'up', percent: 50, isBetter: false });
    expect(trendOf(AVAILABILITY, 99, 90)).toEqual({ way: 'up', percent: 10, isBetter: true });
    expect(trendOf({}, 90, 100)).toEqual({ way: 'down', percent: -10 });
  });

  test('is level below a percent, and has no share of nothing', () => {
    expect(trendOf(LATENCY, 200.5, 200)).toMatchObject({ way: 'level' });
    expect(trendOf(LATENCY, 0, 0)).toEqual({ way: 'level', percent: 0 });
    expect(trendOf(LATENCY, 5, 0)).toEqual({ way: 'up', isBetter: false });
    expect(trendOf(LATENCY, 5, undefined)).toBeUndefined();
  });

  test('of a figure below zero is up where it grows', () => {
    expect(trendOf({ target: LATENCY.target satisfies Threshold }, -5, -10)).toMatchObject({
      way: 'up',
      percent: 50,
    });
  });
});
