import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checklistPlans } from '../../../src/app/checklists/plan.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { instants, wallAt, ZONES } from '../../rules/zones.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function plansOf(checklist: string, more = '') {
  const text = `checklists: [ { name: daily, channel: '#ops', ${checklist} } ]\n${more}`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return checklistPlans(config);
}

/** What is due at a time in UTC: when it was due, and when it closes. */
function dueAt(checklist: string, time: string, more = '') {
  return plansOf(checklist, more)
    .due(Date.parse(time))
    .map(({ plan }) => [plan.dueAt, plan.closesAt].map((at) => new Date(at).toISOString()));
}

describe('a checklist is due', () => {
  test.each([
    // A Saturday: Friday's stays open until Monday's.
    [
      'every: weekday',
      '2026-11-20T09:00:00Z',
      [['2026-11-20T09:00:00.000Z', '2026-11-23T09:00:00.000Z']],
    ],
    ['every: weekday', '2026-11-21T09:00:01Z', []],
    ['every: day', '2026-11-21T08:59:59Z', []],
    [
      'every: monday, at: "07:30"',
      '2026-11-23T07:31:00Z',
      [['2026-11-23T07:30:00.000Z', '2026-11-30T07:30:00.000Z']],
    ],
    [
      'every: month',
      '2026-12-01T10:00:00Z',
      [['2026-12-01T09:00:00.000Z', '2027-01-01T09:00:00.000Z']],
    ],
    [
      'every: "FREQ=MONTHLY;BYDAY=1MO"',
      '2026-12-07T10:00:00Z',
      [['2026-12-07T09:00:00.000Z', '2027-01-04T09:00:00.000Z']],
    ],
    [
      'every: day, close_after: 6h',
      '2026-11-20T10:00:00Z',
      [['2026-11-20T09:00:00.000Z', '2026-11-20T15:00:00.000Z']],
    ],
    // Too late: it would be closed before anybody saw it.
    ['every: day, close_after: 6h', '2026-11-20T15:00:00Z', []],
    [
      'every: day',
      '2026-11-20T17:00:00Z',
      [['2026-11-20T09:00:00.000Z', '2026-11-21T09:00:00.000Z']],
    ],
    ['every: day', '2026-11-20T17:00:01Z', []],
    // Of what has more time a third of it is a day at most.
    [
      'every: monday',
      '2026-11-24T09:00:00Z',
      [['2026-11-23T09:00:00.000Z', '2026-11-30T09:00:00.000Z']],
    ],
    ['every: monday', '2026-11-24T09:00:01Z', []],
  ])('by { %s } at %s', (checklist, time, expected) => {
    expect(dueAt(checklist, time)).toEqual(expected);
  });

  test.each([
    // 02:30 is skipped on 29 March, and comes twice on 25 October: once each day all the same.
    ['2026-03-29T01:30:00Z', '2026-03-29T01:30:00.000Z', '2026-03-30T00:30:00.000Z'],
    ['2026-10-25T00:30:00Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ['2026-10-25T01:30:00Z', '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
  ])('in Berlin at 02:30 once on a day of a change of clocks, seen at %s', (time, due, closes) => {
    expect(dueAt('every: day, at: "02:30", timezone: Europe/Berlin', time)).toEqual([
      [due, closes],
    ]);
  });

  test('by the clock of the report where it names none', () => {
    const report = "report: { channel: '#ops', timezone: America/New_York }";
    expect(dueAt('every: day', '2026-11-20T14:00:00Z', report)).toEqual([
      ['2026-11-20T14:00:00.000Z', '2026-11-21T14:00:00.000Z'],
    ]);
  });

  test('once on each day that a zone has, at its time, or as much later as the clocks were put forward', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 24 * 60 - 1 }),
        instants,
        (zone, minutes, now) => {
          const at = new Date(minutes * 60_000).toISOString().slice(11, 16);
          const plans = plansOf(`every: day, at: "${at}", timezone: ${zone}`);
          const [due] = plans.due(now);
          if (due === undefined) return;
          const { dueAt: first, closesAt: second } = due.plan;
          const walls = [first, second].map((one) => wallAt(zone, one));
          const [day = 0, nextDay = 0] = walls.map((wall) =>
            Math.floor((wall - minutes * 60_000) / DAY),
          );
          // Samoa left a day out.
          expect([1, 2]).toContain(nextDay - day);
          for (const wall of walls)
            expect((wall - minutes * 60_000) % DAY).toBeLessThanOrEqual(HOUR);
          expect(first).toBeLessThanOrEqual(now);
          expect(second).toBeGreaterThan(now);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('who has it is reminded so long after it is posted, if it is not closed by then', () => {
  const now = Date.parse('2026-11-20T11:00:00Z');
  const remindAt = (checklist: string) => plansOf(checklist).due(now)[0]?.plan.remindAt;
  expect(remindAt('every: day')).toBe(now + 4 * HOUR);
  expect(remindAt('every: day, remind_after: 0s')).toBeUndefined();
  expect(remindAt('every: day, close_after: 3h')).toBeUndefined();
});

test('one that is wanted out of turn stays open until the next on schedule, or for a day', () => {
  const now = Date.parse('2026-11-20T11:00:00Z');
  const { wanted } = plansOf('every: monday, assign: <@U0ANA>');
  const dueNext = Date.parse('2026-11-23T09:00:00Z');
  const planned = { dueAt: now, closesAt: dueNext, remindAt: now + 4 * HOUR, assign: '<@U0ANA>' };
  expect(wanted('daily', now)).toEqual(planned);
  expect(wanted('other', now)).toEqual({ dueAt: now, closesAt: now + DAY, assign: '' });
});
