import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Figures } from '../../../src/metrics/watch/figures.ts';
import { judge, type Judged } from '../../../src/metrics/watch/judge.ts';
import type { WatchRule } from '../../../src/metrics/watch/rule.ts';
import { joined, MINUTE, rates, ruleOf, seriesOf, T0 } from './rules.ts';

/** What comes of a rule that is looked at when so many minutes have passed: `+7 -9` fires at 7, is over at 9. */
function told(
  rule: WatchRule,
  figures: readonly Figures[],
  minutes: readonly number[],
): { readonly text: string; readonly last: Judged | undefined } {
  let last: Judged | undefined;
  const said: string[] = [];
  for (const minute of minutes) {
    const { after, changes } = judge(rule, last, figures, T0 + minute * MINUTE);
    last = after;
    for (const { status, series } of changes) {
      said.push(
        [status === 'firing' ? `+${minute}` : `-${minute}`, ...Object.values(series)].join(''),
      );
    }
  }
  return { text: said.join(' '), last };
}

const eachMinute = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the condition', () => {
  test.each([
    ['not at its threshold', [10, 10], ''],
    ['just past it', [10, 10.01], '+2'],
    ['and is over when it does not hold', [11, 12, 10], '+1 -3'],
    ['for as long as it holds', [11, 12, 13, 14], '+1'],
  ])('fires %s', (_, values, expected) => {
    expect(told(ruleOf(), rates(...values), eachMinute(values.length)).text).toBe(expected);
  });

  test('says what made it so, and since when', () => {
    const rule = ruleOf({ labels: { team: 'web' } });
    const { changes } = judge(rule, undefined, rates(9, 12), T0 + 2 * MINUTE + 7);
    expect(changes).toEqual([
      {
        status: 'firing',
        labels: { alertname: 'High error rate', severity: 'critical', team: 'web' },
        series: {},
        since: T0 + 2 * MINUTE + 7,
        values: { rate: 12 },
      },
    ]);
  });
});

describe('`for`', () => {
  const rule = ruleOf({ periods: 5 });

  test('is exact: one period less is not enough', () => {
    expect(told(rule, rates(11, 11, 11, 11, 5, 11), eachMinute(6)).text).toBe('');
    expect(told(rule, rates(5, 11, 11, 11, 11, 11), eachMinute(6)).text).toBe('+6');
  });

  test('fires exactly after so many periods in a row in which the condition holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (holds, periods) => {
          let run = 0;
          let fires = false;
          const expected = holds.flatMap((hold, index) => {
            run = hold ? run + 1 : 0;
            const now = fires ? hold : run >= periods;
            const change = now === fires ? [] : [`${now ? '+' : '-'}${index + 1}`];
            fires = now;
            return change;
          });
          const figures = rates(...holds.map((hold) => (hold ? 11 : 10)));
          const { text } = told(ruleOf({ periods }), figures, eachMinute(holds.length));
          expect(text).toBe(expected.join(' '));
        },
      ),
    );
  });
});

describe('hysteresis', () => {
  test('holds an alert that flaps at the threshold', () => {
    const values = [11, 9, 11, 9.5, 8, 7.9, 9, 9, 11];
    const rule = ruleOf({ clear: 'rate < 8' });
    expect(told(rule, rates(...values), eachMinute(9)).text).toBe('+1 -6 +9');
    expect(told(ruleOf(), rates(...values), eachMinute(9)).text).toBe('+1 -2 +3 -4 +9');
  });

  test('that contradicts the condition does not make it flap', () => {
    expect(told(ruleOf({ clear: 'rate < 20' }), rates(11, 11, 21, 11), eachMinute(4)).text).toBe(
      '+3 -4',
    );
  });
});

describe('a gap', () => {
  const GAPS = [11, null, 11, null, null, null, 11, 9];

  test.each([
    ['ignore', '+3 -8'],
    ['keep', ''],
    ['firing', '+1 -8'],
    ['resolved', ''],
  ] as const)('that means %s', (missing, expected) => {
    const rule = ruleOf({ periods: 3, missing, minSamples: 2 });
    expect(told(rule, rates(...GAPS), eachMinute(8)).text).toBe(expected);
  });

  test.each([
    ['ignore', '+2'],
    ['keep', '+2'],
    ['firing', '+1'],
    ['resolved', '+2 -3'],
  ] as const)('ends an alert only where it means %s', (missing, expected) => {
    const rule = ruleOf({ periods: 2, missing });
    expect(told(rule, rates(11, 11, null, null), eachMinute(4)).text).toBe(expected);
  });

  test('does not make the time shorter that the condition must hold for', () => {
    const rule = ruleOf({ periods: 4, minSamples: 2 });
    expect(told(rule, rates(null, null, 11, 11, 11, 11), eachMinute(6)).text).toBe('+6');
    expect(told(rule, rates(11, null, null, 11, 11), eachMinute(5)).text).toBe('+4');
    expect(told(rule, rates(5, null, null, 11, 11, 11, 11), eachMinute(7)).text).toBe('+7');
  });

  test('leaves too few samples to fire', () => {
    const figures = rates(11, null, 11, null, 11);
    const text = (minSamples: number) =>
      told(ruleOf({ periods: 5, minSamples }), figures, [5]).text;
    expect(text(3)).toBe('+5');
    expect(text(4)).toBe('');
  });

  test('of all there is fires where it is to, and is over when there is something', () => {
    const rule = ruleOf({ missing: 'firing', periods: 2 });
    expect(told(rule, [], [5]).text).toBe('+5');
    expect(told(ruleOf({ missing: 'ignore' }), [], [5]).text).toBe('');
    const first = judge(rule, undefined, [], T0 + MINUTE).after;
    const second = judge(rule, first, [seriesOf({ job: 'a' }, [1, 1, 1])], T0 + 3 * MINUTE);
    expect(second.changes.map(({ status, series }) => [status, series])).toEqual([
      ['resolved', {}],
    ]);
  });
});

describe('several series', () => {
  test('are an alert each', () => {
    const figures = [seriesOf({ job: 'a' }, [11, 11, 5]), seriesOf({ job: 'b' }, [5, 11, 11])];
    expect(told(ruleOf(), figures, eachMinute(3)).text).toBe('+1a +2b -3a');
  });

  test('that go away are gaps', () => {
    const before = judge(ruleOf(), undefined, [seriesOf({ job: 'a' }, [11])], T0 + MINUTE).after;
    const later = (missing: WatchRule['missing']) =>
      judge(ruleOf({ missing }), before, [seriesOf({ job: 'b' }, [1, 1])], T0 + 2 * MINUTE);
    expect(later('ignore').changes).toEqual([]);
    expect(later('resolved').changes).toMatchObject([{ status: 'resolved', series: { job: 'a' } }]);
  });

  test('stand beside each other by their labels, and beside those without any', () => {
    const rule = ruleOf({ when: 'rate > 10 && count >= 20' });
    const rate = [
      { labels: { job: 'a' }, values: [11] },
      { labels: { job: 'b' }, values: [11] },
    ];
    const perJob = joined(rule, {
      rate,
      count: [
        { labels: { job: 'a' }, values: [20] },
        { labels: { job: 'b' }, values: [19] },
      ],
    });
    expect(told(rule, perJob, [1]).text).toBe('+1a');
    expect(told(rule, joined(rule, { rate, count: [{ values: [20] }] }), [1]).text).toBe('+1a +1b');
  });
});

test('figures are summed up where the rule says so, and a gap counts nothing', () => {
  const rule = ruleOf({ when: 'rate > 5', summed: 3 });
  expect(
    told(rule, joined(rule, { rate: [{ values: [2, 2, 1, 2, 3] }] }), eachMinute(5)).text,
  ).toBe('+5');
});

test('a metric stands beside what it was before', () => {
  const base = ruleOf({ when: 'rate > count * 1.2' });
  const measure = base.metrics.get('rate')?.measure;
  if (measure === undefined) throw new Error('there is no rate');
  const metrics = new Map([
    ['rate', { measure, offset: 0 }],
    ['count', { measure, offset: 2 * MINUTE }],
  ]);
  const rule = { ...base, metrics };
  const values = [10, 10, 12, 12.1];
  const all = { rate: [{ values }], count: [{ values }] };
  expect(told(rule, joined(rule, all), eachMinute(4)).text).toBe('+4');
});

describe('late data', () => {
  test('a period is looked at only when it is old enough', () => {
    const rule = ruleOf({ delay: MINUTE });
    expect(told(rule, rates(11, 11, 11), [1, 1.9]).text).toBe('');
    expect(told(rule, rates(11, 11, 11), [1.9, 2]).text).toBe('+2');
  });

  test('what came before the rule was first looked at is none of its business', () => {
    expect(told(ruleOf(), rates(11, 11, 5), [3]).text).toBe('');
  });

  test('what was missed for long is no news', () => {
    const values = [
      ...Array.from({ length: 10 }, () => 11),
      ...Array.from({ length: 90 }, () => null),
    ];
    expect(told(ruleOf(), rates(5, ...values), [1, 20]).text).toBe('+20');
    expect(told(ruleOf(), rates(5, ...values), [1, 60]).text).toBe('');
  });
});

test('it makes no difference when it is looked at, nor how often, nor by whom', () => {
  const value = fc.option(fc.integer({ min: 6, max: 12 }));
  const missing = fc.constantFrom('ignore', 'keep', 'firing', 'resolved' as const);
  const clear = fc.option(fc.constant('rate < 8'), { nil: undefined });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 2, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 40 }),
      missing,
      clear,
      fc.integer({ min: 1, max: 5 }),
      (values, steps, gaps, over, periods) => {
        const rule = ruleOf({
          periods,
          minSamples: 1,
          missing: gaps,
          ...(over !== undefined && { clear: over }),
        });
        const figures = rates(...values);
        const minutes = eachMinute(values.length);
        const steady = told(rule, figures, minutes).last;
        let at = 1;
        const seldom = [1, ...steps.map((step) => (at += step))].filter(
          (one) => one <= values.length,
        );
        const last = told(rule, figures, [...seldom, values.length]).last;
        expect(last?.judgedTo).toBe(steady?.judgedTo);
        expect(Object.keys(last?.firing ?? {})).toEqual(Object.keys(steady?.firing ?? {}));
      },
    ),
  );
});

test('a rule whose period was another one is judged by whole periods', () => {
  const before = { judgedTo: T0 + 1.5 * MINUTE, firing: {} };
  const { after, changes } = judge(ruleOf(), before, rates(5, 11, 11), T0 + 3 * MINUTE);
  expect([after.judgedTo, changes.length]).toEqual([T0 + 3 * MINUTE, 1]);
});

test('a clock that goes back judges nothing twice', () => {
  const { last } = told(ruleOf(), rates(5, 11, 5), [1, 2]);
  const { after, changes } = judge(ruleOf(), last, rates(5, 5, 5), T0 + MINUTE);
  expect(changes).toEqual([]);
  expect(after).toEqual(last);
});
