import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bulletinOf, bulletinText } from '../../src/report/text.ts';
import { report } from '../../src/report/report.ts';
import type { DoneMoment, PastMoment, ToldMoment } from '../../src/rules/moment.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A Monday at 00:00 in Berlin, an hour before that in UTC; winter. */
const MONDAY = Date.parse('2026-03-01T23:00:00Z');

const WEEK = {
  from: MONDAY,
  until: MONDAY + 7 * DAY,
  zone: 'Europe/Berlin',
  responseTimes: { critical: 15 * MINUTE, error: 30 * MINUTE, warning: 2 * HOUR, info: DAY },
};

function told(at: number, group: string, rest: Partial<ToldMoment> = {}): PastMoment {
  return {
    at,
    what: 'told',
    group,
    integration: 'slack/#ops',
    reason: 'first notification',
    startedAt: at - 1_000,
    severity: 'critical',
    alarms: [group],
    ...rest,
  };
}

const over = (at: number, group: string, endedAt = at): PastMoment => ({
  at,
  what: 'over',
  group,
  endedAt,
});

const did = (at: number, group: string, what: DoneMoment['what'], by?: string): PastMoment => ({
  at,
  what,
  group,
  ...(by !== undefined && { by }),
});

const T = MONDAY + 12 * HOUR;

describe('a report counts', () => {
  test('groups, notifications, and about how many somebody did something', () => {
    const history = [
      told(T, 'a'),
      told(T + 1_000, 'a', { integration: 'pagerduty/1' }),
      did(T + 4 * MINUTE, 'a', 'acknowledged', 'Ana'),
      over(T + 20 * MINUTE, 'a'),
      told(T + HOUR, 'b'),
      over(T + 2 * HOUR, 'b'),
    ];
    expect(report(history, WEEK)).toMatchObject({ groups: 2, notifications: 3, acted: 1 });
  });

  test('what was resolved, escalated or silenced as acted on, and what the bot did by itself not', () => {
    const deeds = [
      did(T + 1, 'a', 'resolved', 'Ana'),
      did(T + 1, 'b', 'escalated', 'Ana'),
      did(T + 1, 'c', 'silenced'),
      did(T + 1, 'd', 'escalated'),
      did(T + 1, 'e', 'paged'),
    ];
    const history = ['a', 'b', 'c', 'd', 'e'].map((group) => told(T, group));
    expect(report([...history, ...deeds], WEEK)).toMatchObject({ groups: 5, acted: 3 });
  });

  test('a group that fires again as another one; a late word of the end before does not end it', () => {
    const history = [
      told(T, 'a'),
      over(T + MINUTE, 'a'),
      told(T + HOUR, 'a'),
      over(T + HOUR + 1_000, 'a', T + MINUTE),
      over(T + 2 * HOUR, 'a'),
    ];
    const { groups, severities } = report(history, WEEK);
    expect(groups).toBe(2);
    expect(severities[0]?.toEnd).toBe((MINUTE + HOUR) / 2);
  });

  test('what began before by its notifications of the time alone', () => {
    const history = [
      told(MONDAY - HOUR, 'a'),
      told(MONDAY + HOUR, 'a', { reason: 'repeat' }),
      over(MONDAY + 2 * HOUR, 'a'),
      told(WEEK.until, 'b'),
    ];
    const { groups, notifications, alarms, severities } = report(history, WEEK);
    expect({ groups, notifications, severities }).toEqual({
      groups: 0,
      notifications: 1,
      severities: [],
    });
    expect(alarms).toMatchObject([{ name: 'a', notifications: 1, groups: 0 }]);
  });

  test('nothing where nothing was', () => {
    expect(report([], WEEK)).toMatchObject({ groups: 0, notifications: 0, alarms: [], pages: 0 });
    expect(bulletinText(bulletinOf(report([], WEEK)))).toContain('Nobody was told of anything.');
  });
});

describe('how fast', () => {
  test('is said of each severity: to act and to end, and how many waited for too long', () => {
    const history = [
      told(T, 'a'),
      did(T + 5 * MINUTE, 'a', 'acknowledged', 'Ana'),
      over(T + 25 * MINUTE, 'a'),
      told(T, 'b'),
      did(T + 45 * MINUTE, 'b', 'acknowledged', 'Ben'),
      told(T, 'c'),
      over(T + 10 * MINUTE, 'c'),
      told(T, 'd', { severity: 'warning' }),
    ].toSorted((x, y) => x.at - y.at);
    expect(report(history, WEEK).severities).toEqual([
      {
        severity: 'critical',
        groups: 3,
        acted: 2,
        late: 1,
        toAct: 25 * MINUTE,
        toEnd: 17.5 * MINUTE,
      },
      { severity: 'warning', groups: 1, acted: 0, late: 1 },
    ]);
  });

  test('is that of the worst that a group came to be', () => {
    const history = [told(T, 'a', { severity: 'warning' }), told(T + 1, 'a')];
    expect(report(history, WEEK).severities.map(({ severity }) => severity)).toEqual(['critical']);
  });
});

describe('pages at night', () => {
  const page = (at: number, group: string) => [told(at, group), did(at, group, 'paged')];

  test('are those from 22:00 to 07:00 by the clocks of the zone', () => {
    const hours = [21.9, 22, 23.5, 24 + 6.9, 24 + 7];
    const history = hours.flatMap((hour) => page(MONDAY + hour * HOUR, `g${hour}`));
    const { pages, nightPages } = report(history, WEEK);
    expect({ pages, nightPages }).toEqual({
      pages: 5,
      nightPages: [{ answered: false, pages: 3 }],
    });
  });

  test('count for who took the group on', () => {
    const night = MONDAY + 3 * HOUR;
    const history = [
      ...page(night, 'a'),
      did(night + MINUTE, 'a', 'acknowledged', 'Ana'),
      ...page(night + DAY, 'b'),
      did(night + DAY + MINUTE, 'b', 'acknowledged', 'Ana'),
      ...page(night + 2 * DAY, 'c'),
    ];
    expect(report(history, WEEK).nightPages).toEqual([
      { answered: true, who: 'Ana', pages: 2 },
      { answered: false, pages: 1 },
    ]);
  });
});

test('a page at night that nobody knows who answered was answered', () => {
  const night = MONDAY + 3 * HOUR;
  const history = [
    told(night, 'a'),
    did(night, 'a', 'paged'),
    did(night + MINUTE, 'a', 'silenced'),
  ];
  const week = report(history, WEEK);
  expect(week.nightPages).toEqual([{ answered: true, pages: 1 }]);
  expect(bulletinText(bulletinOf(week))).toContain('1 at night, 22:00 to 07:00 (somebody 1)');
});

describe('a suggestion', () => {
  const many = (number: number, one: (at: number) => readonly PastMoment[]) =>
    Array.from({ length: number }, (_, index) => one(T + index * HOUR)).flat();
  const whyOf = (history: readonly PastMoment[]) =>
    report(history, WEEK).suggestions.map(({ alarm, why }) => [alarm, why]);

  test('is made for what is over soon, and nobody does anything about', () => {
    const blips = (number: number) => many(number, (at) => [told(at, 'a'), over(at + MINUTE, 'a')]);
    expect(whyOf(blips(3))).toEqual([['a', 'ends by itself']]);
    expect(whyOf(blips(2))).toEqual([]);
  });

  test('is made for what lasts, and nobody does anything about', () => {
    const ignored = many(3, (at) => [told(at, 'a'), over(at + 30 * MINUTE, 'a')]);
    expect(whyOf(ignored)).toEqual([['a', 'nobody acts']]);
  });

  test('is made for what flaps', () => {
    const flaps = many(2, (at) => [
      told(at, 'a', { reason: 'flapping' }),
      over(at + HOUR / 2, 'a'),
    ]);
    expect(whyOf(flaps)).toEqual([['a', 'flaps']]);
  });

  test('is not made for what people act on', () => {
    const good = many(5, (at) => [
      told(at, 'a'),
      did(at + MINUTE, 'a', 'acknowledged', 'Ana'),
      over(at + 5 * MINUTE, 'a'),
    ]);
    expect(whyOf(good)).toEqual([]);
  });
});

test('a report says in words what its figures are', () => {
  const night = MONDAY + 27 * HOUR;
  const history = [
    told(T, 'orders-5xx'),
    did(T + 4 * MINUTE, 'orders-5xx', 'acknowledged', 'Ana'),
    over(T + 20 * MINUTE, 'orders-5xx'),
    told(night, 'disk', { severity: 'warning' }),
    did(night, 'disk', 'paged'),
    over(night + 5 * MINUTE, 'disk'),
  ];
  expect(bulletinText(bulletinOf(report(history, WEEK)))).toBe(`Alerts, 2026-03-02 – 2026-03-08

In short
  2 groups of alerts, 2 notifications
  Acknowledged or acted on: 1 of 2, 50 % (target over 90 %: too few)

Noisiest
  disk: 1 notification, 1 group, 0 acted on, over after 5 min (median)
  orders-5xx: 1 notification, 1 group, 1 acted on, over after 20 min (median)

How fast
  P0 critical: 1 group, 1 acted on after 4 min (target 15 min: good), over after 20 min (target 30 min: good)
  P2 warning: 1 group, none acted on (target 2 h), over after 5 min (target 30 min: good)

Pages
  1 page
  1 at night, 22:00 to 07:00 (nobody answered 1)
`);
});

const anyMoment: fc.Arbitrary<PastMoment> = fc
  .record({
    at: fc.integer({ min: MONDAY - DAY, max: MONDAY + 8 * DAY }),
    group: fc.constantFrom('a', 'b', 'c'),
    what: fc.constantFrom('told', 'over', 'acknowledged', 'paged', 'silenced', 'resolved' as const),
    lag: fc.integer({ min: 0, max: HOUR }),
    severity: fc.constantFrom('critical', 'warning' as const),
  })
  .map(({ at, group, what, lag, severity }): PastMoment => {
    if (what === 'told') return told(at, group, { severity, startedAt: at - lag });
    if (what === 'over') return over(at, group, at - lag);
    return did(at, group, what, what === 'paged' ? undefined : 'Ana');
  });

test('whatever happened, the figures of a report agree with each other', () => {
  fc.assert(
    fc.property(fc.array(anyMoment, { maxLength: 60 }), (moments) => {
      const history = moments.toSorted((a, b) => a.at - b.at);
      const { groups, acted, notifications, severities, alarms, pages, nightPages } = report(
        history,
        WEEK,
      );
      const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
      expect(sum(severities.map((one) => one.groups))).toBe(groups);
      expect(sum(severities.map((one) => one.acted))).toBe(acted);
      expect(sum(alarms.map((one) => one.notifications))).toBe(notifications);
      expect(acted).toBeLessThanOrEqual(groups);
      expect(sum(nightPages.map((one) => one.pages))).toBeLessThanOrEqual(pages);
      for (const one of severities) {
        expect(one.late).toBeLessThanOrEqual(one.groups);
        expect(one.toAct ?? 0).toBeGreaterThanOrEqual(0);
        expect(one.toEnd ?? 0).toBeGreaterThanOrEqual(0);
      }
      bulletinText(bulletinOf(report(history, WEEK)));
    }),
  );
});
