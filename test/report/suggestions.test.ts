import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Measured } from '../../src/alert/measured.ts';
import type { Episode } from '../../src/report/episodes.ts';
import { hourlyText } from '../../src/report/hours.ts';
import { longerText } from '../../src/report/longer.ts';
import { nearestRank } from '../../src/report/nearest-rank.ts';
import { thresholdText } from '../../src/report/threshold.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONDAY = Date.parse('2026-03-02T00:00:00Z');

interface Sample {
  readonly value?: number;
  /** How long it lasted, in minutes. */
  readonly minutes?: number;
  readonly acted?: boolean;
  readonly at?: number;
}

function episode(
  { value, minutes = 3, acted = false, at = MONDAY }: Sample,
  against: Omit<Measured, 'value'> = { threshold: 80, side: 'over', unit: '%' },
): Episode {
  const endedAt = at + minutes * MINUTE;
  return {
    toldAt: at,
    startedAt: at,
    endedAt,
    overAt: endedAt,
    severity: 'critical',
    alarms: new Set(['cpu']),
    measured: new Map(value === undefined ? [] : [['cpu', { value, ...against }]]),
    ...(acted && { acted: { at: at + MINUTE, by: 'Ana' } }),
    pages: [],
  };
}

const alone = (values: readonly number[], against?: Omit<Measured, 'value'>) =>
  values.map((value) => episode({ value }, against));
const needed = (...values: readonly number[]) =>
  values.map((value) => episode({ value, minutes: 40, acted: true }));
const threshold = (episodes: readonly Episode[]) => thresholdText('cpu', episodes);

test('the nearest rank of some figures is one of them', () => {
  expect(nearestRank([], 0.8)).toBeUndefined();
  // The examples of the definition: of five the 30 % is the second, the 100 % the last.
  const five = [15, 20, 35, 40, 50];
  expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => nearestRank(five, share))).toEqual([
    15, 20, 20, 35, 50,
  ]);
});

describe('another threshold', () => {
  // Of fourteen that needed nobody the twelfth (0.8 × 14 = 11.2) reached 86.4 %.
  const needless = [81, 81, 82, 82, 83, 83, 84, 84, 85, 85, 86, 86.4, 90, 91];

  test('leaves out four of five that needed nobody, and keeps those that somebody needed', () => {
    expect(threshold([...alone(needless), ...needed(95, 97)])).toBe(
      'raise its threshold from 80 % to 87 %, which would have left out 12 of 16 episodes',
    );
  });

  test('is lower for what fires below', () => {
    const under = { threshold: 95, side: 'under', unit: '%' } as const;
    expect(threshold(alone([94.5, 94, 94, 93.2, 92], under))).toBe(
      'lower its threshold from 95 % to 93 %, which would have left out 4 of 5 episodes',
    );
  });

  test('is one further for what fires at it, too', () => {
    const errors = { threshold: 10, side: 'over', inclusive: true } as const;
    expect(threshold(alone([10, 10, 11, 12, 14], errors))).toBe(
      'raise its threshold from 10 to 13, which would have left out 4 of 5 episodes',
    );
  });

  test('has the digits of the old one', () => {
    const small = { threshold: 0.2, side: 'over' } as const;
    expect(threshold(alone([0.21, 0.22, 0.23, 0.234, 0.5], small))).toBe(
      'raise its threshold from 0.2 to 0.24, which would have left out 4 of 5 episodes',
    );
  });

  test.each([
    ['there are too few', alone([81, 82, 83, 84])],
    ['they have no figures', Array.from({ length: 9 }, () => episode({}))],
    ['somebody needed to act on one of them', [...alone(needless), ...needed(85)]],
    ['most were acted on', [...alone([81, 82, 83, 84]), ...needed(95, 95, 95, 95)]],
    ['that would be too far', alone([125, 125, 125, 125, 125])],
    ['no share can be over it', alone([99.5, 99.5, 99.5, 99.5, 99.5])],
    [
      'the threshold was another one for most',
      [...alone(needless, { threshold: 70, side: 'over' }), ...alone([81, 82])],
    ],
  ])('is not spoken of where %s', (_, episodes) => {
    expect(threshold(episodes)).toBeUndefined();
  });

  test('keeps all that somebody acted on, whatever the figures were', () => {
    const figures = fc.array(
      fc.record({
        value: fc.double({ min: 80.01, max: 130, noNaN: true }),
        acted: fc.boolean(),
        minutes: fc.integer({ min: 0, max: 60 }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(figures, (samples) => {
        const text = threshold(samples.map((one) => episode(one, { threshold: 80, side: 'over' })));
        const to = Number(/to ([\d.]+),/u.exec(text ?? '')?.[1] ?? 0);
        const kept = samples.filter(({ acted }) => acted).map(({ value }) => value);
        expect(Math.min(...kept)).toBeGreaterThan(to);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('to breach for longer', () => {
  const lasting = (...minutes: readonly number[]) =>
    minutes.map((one) =>
      episode({ minutes: one, value: 90 }, { threshold: 80, side: 'over', period: MINUTE }),
    );

  test('is asked in periods: as many as four of five that needed nobody lasted', () => {
    expect(longerText([...needed(95, 95), ...lasting(1, 1, 1.5, 2, 2, 2, 2, 2, 7, 9)])).toBe(
      'ask for 2 more periods of 1 min, for 8 of 12 episodes lasted no longer than 2 min',
    );
    expect(longerText(lasting(0.5, 0.5, 1, 1, 3))).toBe(
      'ask for 1 more period of 1 min, for 4 of 5 episodes lasted no longer than 1 min',
    );
  });

  test('is asked in minutes of what has no periods', () => {
    const some = [2, 2.5, 3, 3, 8].map((minutes) => episode({ minutes }));
    expect(longerText(some)).toBe(
      'let it breach for 3 min longer, for 4 of 5 episodes lasted no longer than 3 min',
    );
  });

  test.each([
    ['there are too few', lasting(1, 1, 1, 1)],
    ['it would be told too late', lasting(6, 6, 6, 6, 6)],
    [
      'somebody needed to act on a short one',
      [...lasting(2, 2, 2, 2, 2), episode({ minutes: 1, acted: true })],
    ],
    ['nothing ended by itself', needed(95, 95, 95, 95, 95)],
  ])('is not asked where %s', (_, episodes) => {
    expect(longerText(episodes)).toBeUndefined();
  });
});

describe('the hours at which something comes', () => {
  const at = (day: number, hour: number, rest: Sample = {}) =>
    episode({ at: MONDAY + day * DAY + hour * HOUR, ...rest });

  test('are said by the clocks of the zone, with how often that was', () => {
    const nights = [at(0, 2.2), at(1, 2.1), at(2, 2.9), at(3, 2), at(5, 14)];
    expect(hourlyText(nights, 'UTC')).toBe(
      'mute it between 02:00 and 03:00 (mute_time_intervals), when 4 of 5 episodes began, on 4 days',
    );
    expect(hourlyText(nights, 'Europe/Berlin')).toContain('between 03:00 and 04:00');
  });

  test('are two at most, also across midnight', () => {
    const nights = [at(0, 23.5), at(2, 0.2), at(2, 23.6), at(3, 0.1), at(4, 0.5)];
    expect(hourlyText(nights, 'UTC')).toBe(
      'mute it between 23:00 and 01:00 (mute_time_intervals), when 5 of 5 episodes began, on 4 days',
    );
  });

  test.each([
    ['they are too few', [at(0, 2), at(1, 2), at(2, 2), at(3, 2)]],
    ['they are of one day', [at(0, 2), at(0, 2.1), at(0, 2.2), at(0, 2.3), at(0, 2.4)]],
    ['they are of the whole day', [at(0, 2), at(1, 6), at(2, 10), at(3, 14), at(4, 18)]],
    ['somebody acted then', [0, 1, 2, 3, 4].map((day) => at(day, 2, { acted: day === 4 }))],
  ])('are none where %s', (_, episodes) => {
    expect(hourlyText(episodes, 'UTC')).toBeUndefined();
  });
});
